"""Offers, imports and reports as the operator reads them. Offers change by the steps of their life, not by hand."""

from django.contrib import admin, messages
from django.db.models import URLField

from offers.lifecycle import STEPS, ImpossibleStepError
from offers.models import ImportRemark, ImportRun, Offer, Site
from offers.reports import Report


class ReadOnly:
    """Looked at, never typed in: what is shown was written by a source, an import or a reader."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SiteInline(ReadOnly, admin.TabularInline):
    model = Site
    fields = ["position", "commune", "address", "is_exact"]
    extra = 0


class ReportInline(ReadOnly, admin.TabularInline):
    model = Report
    fields = ["created_at", "reason", "detail"]
    readonly_fields = ["created_at", "reason", "detail"]
    extra = 0


def _action(step):
    """The action of the list that takes a step for each offer chosen, and tells those that could not."""

    @admin.action(description=step.label, permissions=["step"])
    def take_the_step(modeladmin, request, offers):
        for offer in offers:
            try:
                offer.take(step.name)
            except ImpossibleStepError as problem:
                modeladmin.message_user(request, f"{offer} : {problem}", messages.WARNING)

    take_the_step.__name__ = step.name
    return take_the_step


@admin.register(Offer)
class OfferAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "employer_name", "rome", "state", "source", "is_fictional", "published_at", "closes_on"]
    list_filter = ["state", "is_fictional", "level", "source"]
    list_select_related = ["rome"]
    list_per_page = 50
    show_full_result_count = False  # counting a million rows would take longer than reading a page of them
    search_fields = ["=source_id", "=siret", "title"]
    search_help_text = "Identifiant chez la source, SIRET ou mot de l'intitulé"
    exclude = ["fingerprint", "places", "document"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    inlines = [SiteInline, ReportInline]
    actions = [_action(step) for step in STEPS.values()]

    def has_step_permission(self, request):
        """Whoever may change offers may take their steps."""
        return request.user.has_perm("offers.change_offer")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "started_at", "finished_at", "read", "created", "updated", "unchanged", "refused"]
    list_filter = ["source"]


@admin.register(ImportRemark)
class ImportRemarkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["run", "line", "identifier", "code", "is_refusal", "sentence"]
    list_filter = ["code", "is_refusal"]
    search_fields = ["=identifier"]
    list_select_related = ["run"]
    show_full_result_count = False


@admin.register(Report)
class ReportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "reason", "offer", "detail"]
    list_filter = ["reason"]
    list_select_related = ["offer"]
