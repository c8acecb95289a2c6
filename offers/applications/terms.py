"""The delays and the limits that the service sets itself, in one place. The law has none of them."""

from datetime import timedelta

ANSWER_WITHIN = timedelta(days=15)  # what an employer is given before an application is said to be without an answer

PER_DAY = 20  # applications that reach employers, from one address, in 24 hours
UNCONFIRMED_PER_DAY = 5  # mails that ask to confirm one address, in 24 hours: nobody is flooded by somebody else
A_DAY = timedelta(days=1)

LINK_LASTS = timedelta(days=90)  # of a link of follow-up; a new one is sent when asked

DRAFT_LASTS = timedelta(days=30)  # also the cookie that finds it again
CV_LASTS = timedelta(days=30)  # after the end of the application
APPLICATION_LASTS = timedelta(days=730)  # after its end; what is left is statistics
