"""What one takes away: the CSV for a spreadsheet, the PDF for paper and archives."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.urls import reverse

from apprentissage.pdf import pdf as pdf_of
from tests.simulators.reading_pages import BAKER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn")]


def rows(client, **asked):
    answer = client.get(reverse("simulators:cost_csv"), BAKER | asked)
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def money(text):
    return Decimal(text.replace(",", "."))


def pdf(client, **asked):
    answer = client.get(reverse("simulators:cost_pdf"), BAKER | asked)
    return answer, pikepdf.open(BytesIO(answer.content))


def test_the_months_open_in_a_french_spreadsheet(client):
    answer = client.get(reverse("simulators:cost_csv"), BAKER)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    header, first, *_, total = rows(client)
    assert (first[0], first[1], first[-1]) == ("2026-09", "504,10", "non")
    assert total[0] == "Total"
    assert len(header) == len(first) == len(total)


def test_the_columns_add_up_to_their_total(client):
    header, *months, total = rows(client, niveau="6", effectif="250")

    for name in ("Salaire brut", "Salaire net", "Coût avant aide", "Aide", "Reste à payer"):
        column = header.index(name)
        assert sum(money(month[column]) for month in months if month[column]) == money(total[column]), name


def test_the_contribution_to_the_training_has_its_own_row_when_due(client):
    assert [row[0] for row in rows(client, niveau="6")][-2:] == ["Participation à la formation", "Total"]
    assert "Participation à la formation" not in {row[0] for row in rows(client)}


def test_no_cell_of_the_file_is_a_formula(client):
    assert not [
        cell for row in rows(client, handicap="on", heures="20") for cell in row if cell[:1] in "=+@\t" and cell
    ]


def test_the_pdf_is_tagged_and_in_french(client):
    answer, document = pdf(client)

    assert answer["Content-Type"] == "application/pdf"
    assert str(document.Root.Lang) == "fr"
    assert document.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in document.Root
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert "Coût d’un apprenti" in str(metadata["dc:title"])


def test_the_pdf_holds_its_fonts(client):
    _, document = pdf(client)

    fonts = [font for page in document.pages for font in (page.Resources.get("/Font") or {}).values()]
    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert "Atkinson" in str(descriptor.FontName)


def test_the_pdf_keeps_its_headings_tables_and_the_sentence_of_its_chart(client):
    _, document = pdf(client)
    kinds, words = set(), []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                kinds.add(str(node.S))
            if "/Alt" in node:
                words.append(str(node.Alt))
            if "/K" in node:
                walk(node.K)

    walk(document.Root.StructTreeRoot)

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= kinds
    assert any("il vous reste 97" in sentence for sentence in words)


def test_a_file_of_a_wrong_answer_is_the_page_with_its_sentence(client):
    for name in ("simulators:cost_pdf", "simulators:cost_csv"):
        answer = client.get(reverse(name), BAKER | {"naissance": "abc"})

        assert answer.status_code == 422
        assert "text/html" in answer["Content-Type"]
        assert "Écrivez un âge" in answer.content.decode()


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "ftp://exemple.fr/x"])
def test_a_pdf_never_asks_anything_of_the_network_or_the_disk(monkeypatch, caplog, address):
    curious = f'<html lang="fr"><title>x</title><p>Texte</p><img src="{address}" alt="x">'
    monkeypatch.setattr("apprentissage.pdf.render_to_string", lambda *_: curious)

    assert pdf_of("any.html", {}).startswith(b"%PDF")
    assert "Failed to load image" in caplog.text
    assert "protocol" in caplog.text.lower()
