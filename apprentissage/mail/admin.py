"""The mails that did not leave, as the operator reads them. What they say stays out: its links open people's pages."""

from django.contrib import admin, messages
from django.utils import timezone

from apprentissage.jobs import enqueue
from apprentissage.mail.jobs import deliver
from apprentissage.mail.models import Message


class ToLookAt(admin.SimpleListFilter):
    """What needs somebody, before anything else."""

    title = "suite à donner"
    parameter_name = "suite"

    def lookups(self, request, model_admin):
        return [("oui", "À regarder")]

    def queryset(self, request, messages):
        return messages.failed() if self.value() == "oui" else messages


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ["created_at", "template", "domain", "state", "attempts", "problem", "sent_at"]
    list_filter = [ToLookAt, "state", "template"]
    list_per_page = 50
    show_full_result_count = False
    exclude = ["facts", "next_try_at"]
    search_fields = ["=key"]
    search_help_text = "Clé exacte"
    actions = ["send_again", "leave_it"]

    def has_add_permission(self, request):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in Message._meta.fields if field.name not in self.exclude]

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="domaine")
    def domain(self, message):
        """The person's address is on the page of the mail only."""
        return message.domain or "oublié"

    @admin.action(description="Envoyer de nouveau", permissions=["change"])
    def send_again(self, request, chosen):
        """Failed mails wait for the worker again, as new; a doubtful one may then arrive twice."""
        failed = list(chosen.failed().exclude(recipient="").values_list("pk", flat=True))
        for pk in failed:
            Message.objects.revive(pk)
            enqueue(deliver, message_id=pk)
        self.message_user(request, f"{len(failed)} courriels repartent.", messages.SUCCESS)

    @admin.action(description="Considérer comme reçus", permissions=["change"])
    def leave_it(self, request, chosen):
        """Doubtful mails that arrived: the operator asked, or read it in the server's logs."""
        settled = chosen.doubtful().settle(timezone.now())
        self.message_user(request, f"{settled} courriels sont considérés comme reçus.", messages.SUCCESS)
