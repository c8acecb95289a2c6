from django.contrib import admin

from apprentissage.trades.models import Rome, Trade


@admin.register(Trade)
class TradeAdmin(admin.ModelAdmin):
    """Trades are changed in their data files; here they are read."""

    list_display = ["__str__", "rome", "levels"]
    list_filter = ["rome__subdomain__domain"]
    list_select_related = ["rome"]
    search_fields = ["slug", "feminine", "masculine", "everyday_names"]

    def has_add_permission(self, request, obj=None):
        return False

    has_delete_permission = has_add_permission

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Rome)
class RomeAdmin(TradeAdmin):
    """The register, as imported."""

    list_display = ["code", "label", "subdomain", "is_retired"]
    list_filter = ["is_retired", "subdomain__domain"]
    list_select_related = ["subdomain"]
    search_fields = ["code", "label"]
