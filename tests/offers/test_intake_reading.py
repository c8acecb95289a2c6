"""Cutting files into items: any format, any damage, constant memory."""

import gzip
import io
import json
import tracemalloc

import pytest

from offers.intake.reading import LONGEST_ITEM, Item, UnknownFormatError, Unreadable, items
from tests.offers.intake import job, lines

TWO = [job("A"), job("B")]


def read(content: bytes):
    return list(items(io.BytesIO(content)))


def identifiers(content: bytes) -> list[str]:
    return [each.value["identifier"]["partner_job_id"] for each in read(content) if isinstance(each, Item)]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(TWO).encode(),
        json.dumps(TWO, indent=2).encode(),
        lines(*TWO),
        lines(*TWO).replace(b"\n", b"\r\n"),
        b"\n\n" + lines(*TWO).rstrip(),
        b"\xef\xbb\xbf" + json.dumps(TWO).encode(),
        gzip.compress(json.dumps(TWO).encode()),
        gzip.compress(lines(TWO[0])) + gzip.compress(lines(TWO[1])),
        json.dumps({"resultats": TWO}).encode(),
        json.dumps({"autre": {"resultats": []}, "resultats": TWO}, indent=1).encode(),
    ],
    ids=["array", "indented", "lines", "crlf", "blank", "bom", "gzip", "two gzips", "envelope", "indented envelope"],
)
def test_the_format_is_told_by_the_content(content):
    assert identifiers(content) == ["A", "B"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_single_object_is_one_offer(indent):
    assert identifiers(json.dumps(TWO[0], indent=indent).encode()) == ["A"]


@pytest.mark.parametrize("content", [b"", b"Bonjour", b"<offres/>", b"nom;prenom\n1;2", b"\xff\xfe[\x00]\x00"])
def test_another_format_is_refused_with_a_sentence(content):
    with pytest.raises(UnknownFormatError, match=r"format|UTF-8"):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        lines(job("A", offer__title="Pâtissière à Œuilly")),
        json.dumps([job("A", offer__title="Pâtissière à Œuilly")], ensure_ascii=False).encode(),
    ],
)
def test_western_encoding_is_read_like_utf_8(content):
    western = content.decode().encode("cp1252")

    assert [each.value["offer"]["title"] for each in read(western)] == ["Pâtissière à Œuilly"]


def test_a_broken_line_is_told_and_the_next_ones_are_read():
    found = read(lines(job("A")) + b'{"offer": {"title": "cou\n[1]\n' + lines(job("B")))

    assert [(each.line, type(each)) for each in found] == [(1, Item), (2, Unreadable), (3, Unreadable), (4, Item)]


def test_a_truncated_array_gives_what_comes_before_the_cut():
    found = read(json.dumps(TWO).encode()[:-40])

    assert [type(each) for each in found] == [Item, Unreadable]
    assert found[-1].is_end
    assert "tronqué" in found[-1].sentence


def test_a_truncated_gzip_gives_what_comes_before_the_cut():
    many = [job(f"N-{number}", offer__description=f"{number:x}" * 97) for number in range(3000)]
    content = gzip.compress(lines(*many))

    found = read(content[: len(content) // 2])

    assert 100 < len(found) < 2900
    assert isinstance(found[-1], Unreadable)
    assert found[-1].is_end


def endless(head: bytes, megabytes: int, tail: bytes):
    """A stream with a very long middle, made as it is read."""
    yield head
    for _ in range(megabytes):
        yield b"x" * 1_000_000
    yield tail


class Stream(io.RawIOBase):
    def __init__(self, chunks):
        self.chunks, self.left = chunks, b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.left:
            try:
                self.left = next(self.chunks)
            except StopIteration:
                return 0
        size = min(len(buffer), len(self.left))
        buffer[:size], self.left = self.left[:size], self.left[size:]
        return size


def test_a_line_of_a_gigabyte_is_refused_without_being_held():
    stream = Stream(endless(lines(job("A")) + b'{"offer": {"title": "', 1000, b'"}}\n' + lines(job("B"))))

    tracemalloc.start()
    found = list(items(stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [(each.line, type(each)) for each in found] == [(1, Item), (2, Unreadable), (3, Item)]
    assert peak < 20_000_000


def test_a_file_that_is_one_endless_line_is_refused():
    [found] = items(Stream(endless(b'{"offer": {"title": "', 5, b'"}}\n')))

    assert str(LONGEST_ITEM) in found.sentence


def test_an_endless_element_of_an_array_ends_the_reading_with_a_sentence():
    start = b"[" + json.dumps(job("A")).encode() + b', {"offer": {"title": "'

    found = list(items(Stream(endless(start, 50, b'"}}]'))))

    assert [type(each) for each in found] == [Item, Unreadable]
    assert found[-1].is_end


class TestCsv:
    HEADER = "identifier.partner_job_id,offer.title,offer.rome_codes\n"

    def test_dotted_names_make_an_object_and_bars_make_lists(self):
        [item] = read((self.HEADER + "A,Maçon,F1703|F1701\n").encode())

        assert item.value == {
            "identifier": {"partner_job_id": "A"},
            "offer": {"title": "Maçon", "rome_codes": ["F1703", "F1701"]},
        }

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_commas_semicolons_and_tabs_separate(self, delimiter):
        content = (self.HEADER + "A,Maçon,F1703\n").replace(",", delimiter)

        assert identifiers(content.encode()) == ["A"]

    def test_a_text_may_run_over_lines_and_lines_are_still_counted(self):
        found = read((self.HEADER + 'A,"Maçon\nou maçonne",F1703\nB\nC,Maçon,F1703\n').encode())

        assert [(each.line, type(each)) for each in found] == [(3, Item), (4, Unreadable), (5, Item)]

    def test_an_unclosed_quote_is_told(self):
        rows = "".join(f"N{number},{'x' * 500},F1703\n" for number in range(3000))

        found = read((self.HEADER + 'A,"Maçon,F1703\n' + rows).encode())

        assert any(isinstance(each, Unreadable) for each in found)
        assert isinstance(found[-1], Item)

    def test_a_line_too_long_is_told_and_the_next_ones_are_read(self):
        content = self.HEADER + "A," + "x" * (LONGEST_ITEM + 10) + ",F1703\nB,Maçon,F1703\n"

        found = read(content.encode())

        assert [(each.line, type(each)) for each in found] == [(2, Unreadable), (3, Item)]
