"""People and organisations as the operator sees them. Staff makes the bodies and the training centres here."""

from django import forms
from django.contrib import admin

from apprentissage.accounts.lifecycle import State
from apprentissage.accounts.models import Decision, Establishment, Membership, Organisation, RegisterImport, User


class ReadOnly:
    """Looked at, never typed in: it was written by the register or by the life of an organisation."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    fields = ["user", "role"]
    autocomplete_fields = ["user"]
    extra = 1


class DecisionInline(ReadOnly, admin.TabularInline):
    model = Decision
    fields = ["step", "by", "reason", "taken_at"]
    readonly_fields = ["step", "by", "reason", "taken_at"]
    extra = 0


class OrganisationForm(forms.ModelForm):
    """A company is opened by its own people, from its SIRET: here, the other kinds."""

    class Meta:
        model = Organisation
        fields = ["kind", "name", "uai", "area_codes", "email_domains", "establishment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields and not self.instance.pk:
            choices = [pair for pair in Organisation.Kind.choices if pair[0] != Organisation.Kind.COMPANY]
            self.fields["kind"] = forms.ChoiceField(label="nature", choices=choices)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    form = OrganisationForm
    list_display = ["name", "kind", "state", "instructed_by", "department", "is_fictional", "created_at"]
    list_filter = ["kind", "state", "is_fictional"]
    list_select_related = ["department"]
    search_fields = ["name", "=establishment__siret", "=uai"]
    raw_id_fields = ["establishment"]
    inlines = [MembershipInline, DecisionInline]

    def get_readonly_fields(self, request, obj=None):
        return ["kind", "state", "establishment"] if obj else []

    def get_fields(self, request, obj=None):
        fields = ["kind", "name", "uai", "area_codes", "email_domains", "establishment"]
        return [*fields, "state", "instructed_by", "department"] if obj else fields

    def has_delete_permission(self, request, obj=None):
        return False  # what it decided and published must still name it

    def save_model(self, request, obj, form, change):
        """What the staff makes is valid: it made sure of it."""
        if not change:
            obj.state = State.VALID
        super().save_model(request, obj, form, change)
        if not change:
            obj.decisions.create(step="open", by=request.user)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    fields = ["email", "is_active", "is_staff", "joined_at", "last_login"]
    readonly_fields = ["email", "joined_at", "last_login"]
    list_display = ["email", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["=email"]

    def has_add_permission(self, request):
        return False  # an account is made by who proves its address

    def has_delete_permission(self, request, obj=None):
        return False  # erasing goes through the rooms that keep something


@admin.register(Establishment)
class EstablishmentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["siret", "sign", "name", "naf", "commune", "is_open", "is_public", "read_on"]
    list_select_related = ["commune"]
    search_fields = ["=siret"]
    show_full_result_count = False


@admin.register(RegisterImport)
class RegisterImportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "kind", "started_at", "finished_at", "read", "written", "refused"]
    list_filter = ["kind"]
