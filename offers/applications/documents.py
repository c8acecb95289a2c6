"""What the employer opens: one PDF, the answers first, then the pages of the CV."""

from io import BytesIO

from apprentissage.pdf import pdf
from offers.applications.models import Application, Document
from offers.applications.questions import facts, told
from offers.applications.uploads import appended


def whole_file(application: Application) -> BytesIO:
    """The PDF of an application, tagged; the CV's pages, when there are some, as they were sent."""
    cv = Document.objects.content_of(application)
    context = {"application": application, "facts": facts(application), "told": told(application), "has_cv": bool(cv)}
    cover = pdf("applications/application_pdf.html", context)
    return BytesIO(appended(cover, cv) if cv else cover)


def file_name(application: Application) -> str:
    """A name that says nothing of the candidate: "candidature-1f0a3b9c.pdf"."""
    return f"candidature-{application.key.hex[:8]}.pdf"
