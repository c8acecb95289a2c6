"""What the worker does for organisations."""

from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.letters import tell
from apprentissage.accounts.models import Organisation, User
from apprentissage.jobs import task


@task(every="0 6 * * 1,3,5")
def remind_officers(timestamp: int) -> None:
    """Monday, Wednesday and Friday: tell the officers of a body what waits for them, when something does."""
    today = timezone.localdate().isoformat()
    for body in Organisation.objects.bodies():
        waiting = Organisation.objects.instructed_by(body).waiting()
        if count := waiting.count():
            facts = {"waiting": count, "days": waiting[0].days_waiting}
            for officer in User.objects.of(body):
                key = f"queue-{body.pk}-{today}"
                tell(officer, body, key, "accounts/queue", path=reverse("accounts:queue"), **facts)
