"""The operator's desk: what readers report."""

from django.contrib import admin

from offers.reports import Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Reports are read here, never written: who wrote one is not known."""

    list_display = ["created_at", "reason", "offer_title", "detail"]
    list_filter = ["reason", "created_at"]
    list_select_related = ["offer"]
    readonly_fields = ["offer", "reason", "detail", "created_at"]

    @admin.display(description="offre", ordering="offer__title")
    def offer_title(self, report):
        return report.offer.title

    def has_add_permission(self, request):
        return False
