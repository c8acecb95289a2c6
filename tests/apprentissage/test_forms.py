"""The fields of Django forms, as templates/django/forms renders them."""

import re

from django import forms
from django.template.loader import render_to_string


class Form(forms.Form):
    town = forms.CharField(label="Commune ?", help_text="Ou code postal", widget=forms.TextInput(attrs={"class": "w8"}))
    licence = forms.ChoiceField(label="Permis", choices=[("o", "Oui"), ("n", "Non")], widget=forms.RadioSelect)
    levels = forms.MultipleChoiceField(label="Niveaux", choices=[(3, "CAP")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="J'ai relu")
    code = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name, data=None):
    return str(Form(data)[name].as_field_group())


def test_a_field_comes_in_the_order_of_the_house():
    markup = field("town", {"town": ""})

    places = [markup.index(piece) for piece in ("<label", 'class="hint"', 'class="err"', "<input")]
    assert places == sorted(places)


def test_a_field_in_error_is_described_and_marked():
    markup = field("town", {"town": ""})

    assert 'aria-invalid="true"' in markup
    described = re.search(r'aria-describedby="([^"]+)"', markup)[1].split()
    assert len(described) == 2
    assert all(f'id="{one}"' in markup for one in described)


def test_a_field_keeps_what_was_typed():
    assert 'value="Sarlat &lt;b&gt;"' in field("town", {"town": "Sarlat <b>"})


def test_a_control_wears_the_class_of_the_house_beside_its_own():
    assert 'class="in w8"' in field("town")
    assert "class=" not in str(Form()["code"])


def test_a_label_is_set_in_french():
    assert "Commune\u202f?" in field("town")


def test_short_answers_are_segments_in_a_fieldset():
    markup = field("licence", {"licence": "n"})

    assert "<fieldset" in markup
    assert "<legend>Permis</legend>" in markup
    assert 'class="seg"' in markup
    assert len(re.findall(r'value="n"[^>]*checked', markup)) == 1


def test_ticks_press_on_the_whole_line():
    assert '<label class="pick"' in field("levels")
    assert '<label class="pick"' in field("agreed")


def test_the_summary_of_errors_leads_to_each_field_with_the_same_words():
    form = Form({"town": ""})
    markup = render_to_string("components/_error_summary.html", {"form": form})

    assert "4 réponses sont à revoir" in markup
    assert 'href="#id_town"' in markup
    assert 'role="alert"' in markup


def test_the_summary_is_silent_when_all_is_well():
    form = Form({"town": "Sarlat", "licence": "o", "levels": ["3"], "agreed": "on"})

    assert render_to_string("components/_error_summary.html", {"form": form}).strip() == ""
