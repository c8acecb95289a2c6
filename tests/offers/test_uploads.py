"""What strangers send as a CV: what is readable becomes a plain PDF, the rest is refused with a sentence."""

import io
import socket
import struct
import threading
import zipfile

import pikepdf
import pytest
from PIL import Image

from offers.applications import antivirus, uploads
from offers.applications.uploads import Refused, appended, clean

ACTIVE = [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/XFA", b"/URI", b"/AcroForm"]
ACTIVE += [b"/RichMedia", b"/SubmitForm", b"/Names", b"/Annots", b"/Metadata"]
HELVETICA = pikepdf.Dictionary(
    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
)  # fmt: skip


def a_pdf(pages=1, change=None, **options) -> bytes:
    """A PDF of a few pages with a line of text, changed by a function of its document."""
    written = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            page = document.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = document.make_stream(b"BT /F1 24 Tf 72 720 Td (Lina Diaz) Tj ET")
        if change:
            change(document)
        document.save(written, **options)
    return written.getvalue()


def a_picture(kind="JPEG", size=(60, 90), mode="RGB", **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "white").save(written, kind, **options)
    return written.getvalue()


def a_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("evil.exe", b"MZ")
    return written.getvalue()


def opened(content: bytes) -> tuple[pikepdf.Pdf, bytes]:
    """A PDF, and all that it says in clear."""
    document = pikepdf.open(io.BytesIO(content))
    clear = io.BytesIO()
    document.save(clear, qdf=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return document, clear.getvalue()


def action(kind, **more):
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def make_it_act(document):
    """Everything that a PDF can do besides being read."""
    script = action("JavaScript", JS="app.alert(1)")
    root, page = document.Root, document.pages[0].obj
    root.OpenAction = script
    root.AA = pikepdf.Dictionary(WC=script)
    document.attachments["evil.exe"] = b"MZ"
    root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=document.make_stream(b"<xdp/>"))
    page.AA = pikepdf.Dictionary(O=action("Launch", F="cmd.exe"))
    page.Metadata = document.make_stream(b"<x:xmpmeta/>")
    rectangle = pikepdf.Array([0, 0, 100, 100])
    page.Annots = pikepdf.Array(
        document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=rectangle, A=one)
        )
        for one in (action("URI", URI="http://evil.example"), action("SubmitForm", F="http://evil.example"), script)
    )


def test_an_active_pdf_becomes_a_plain_one():
    document, clear = opened(clean(a_pdf(change=make_it_act)))

    assert [word for word in ACTIVE if word in clear] == []
    assert b"Lina Diaz" in clear
    assert len(document.pages) == 1
    assert set(document.Root.keys()) == {"/Type", "/Pages"}


def test_what_was_typed_in_a_form_stays_readable():
    def fill(document):
        drawing = document.make_stream(b"BT /F1 12 Tf (Sarlat) Tj ET")
        drawing.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 100, 20]})
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="ville", V="Sarlat", F=4,
            Rect=[72, 600, 172, 620], AP=pikepdf.Dictionary(N=drawing),
        )  # fmt: skip
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(field)])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=document.pages[0].Annots)

    _, clear = opened(clean(a_pdf(change=fill)))

    assert b"Sarlat" in clear
    assert b"/Widget" not in clear


def test_a_photo_becomes_an_upright_page_that_tells_nothing_else():
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held sideways
    exif[0x010F] = "TelephoneDeLina"
    photo = a_picture(size=(120, 60), exif=exif)

    content = clean(photo)

    document, clear = opened(content)
    _, _, width, height = [float(side) for side in document.pages[0].MediaBox]
    assert round(width) == 595  # A4
    assert height > width
    assert b"TelephoneDeLina" not in content + clear


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_every_kind_of_png_is_painted(mode):
    assert clean(a_picture("PNG", mode=mode)).startswith(b"%PDF-")


HEIC_HEAD = b"\0\0\0\x18ftypheic" + bytes(40)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSALS = {
    "0 byte": (b"", uploads.EMPTY),
    "11 MB": (b"%PDF-1.7\n" + bytes(11 * 1024 * 1024), uploads.TOO_LARGE),
    "SVG": (SVG, uploads.WRONG_KIND),
    "SVG with an XML head": (b"<?xml version='1.0'?>" + SVG, uploads.WRONG_KIND),
    "HTML": (b"<!doctype html><script>alert(1)</script>", uploads.WRONG_KIND),
    "program": (b"MZ\x90\0" + bytes(200), uploads.WRONG_KIND),
    "GIF": (b"GIF89a" + bytes(200), uploads.WRONG_KIND),
    "text before the PDF": (b"GIF89a" + a_pdf(), uploads.WRONG_KIND),
    "Word": (a_zip(), uploads.WORD),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), uploads.WORD),
    "HEIC": (HEIC_HEAD, uploads.HEIC),
    "PDF and ZIP": (a_pdf() + a_zip(), uploads.TWO_IN_ONE),
    "PNG and ZIP": (a_picture("PNG") + a_zip(), uploads.TWO_IN_ONE),
    "JPEG and PDF": (a_picture("JPEG", comment=a_pdf()), uploads.TWO_IN_ONE),
    "locked": (a_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), uploads.LOCKED),
    "locked for changes": (a_pdf(encryption=pikepdf.Encryption(owner="a", user="")), uploads.LOCKED),
    "cut PDF": (b"%PDF-1.7\n1 0 obj\n<<", uploads.DAMAGED),
    "no PDF at all": (b"%PDF-1.7\n" + b"hello " * 100, uploads.DAMAGED),
    "cut JPEG": (a_picture(size=(900, 900))[:400], uploads.DAMAGED),
    "cut PNG": (a_picture("PNG")[:40], uploads.DAMAGED),
    "11 pages": (a_pdf(pages=11), uploads.TOO_MANY_PAGES),
    "no page": (a_pdf(pages=0), uploads.NO_PAGE),
    "a picture of 900 million dots": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack("!2L", 30_000, 30_000) + b"\1\0\0\0\0" + struct.pack("!L", 0),
        uploads.DAMAGED,  # the head's sum is wrong, nothing is unpacked
    ),
    "a real picture of 100 million dots": (a_picture("PNG", size=(10_000, 10_000), mode="1"), uploads.TOO_HEAVY),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_the_rest_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Refused) as refusal:
        clean(content)

    assert str(refusal.value) == sentence


def test_a_bomb_of_objects_is_refused():
    def multiply(document):
        document.Root.Lots = pikepdf.Array(document.make_indirect(pikepdf.Dictionary()) for _ in range(21_000))

    with pytest.raises(Refused, match="trop compliqué"):
        clean(a_pdf(change=multiply))


def test_a_bomb_of_compressed_bytes_stays_folded():
    def inflate(document):
        document.pages[0].Contents = document.make_stream(b" " * 300_000_000)

    bomb = a_pdf(change=inflate, compress_streams=True)

    assert len(bomb) < 1_000_000
    assert len(clean(bomb)) < 1_000_000


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.01)

    with pytest.raises(Refused, match="trop compliqué"):
        clean(a_pdf())


def test_the_process_that_opens_files_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    seen = {}
    real = uploads.subprocess.run
    monkeypatch.setattr(uploads.subprocess, "run", lambda *a, **options: seen.update(options) or real(*a, **options))

    clean(a_pdf())

    assert seen["env"] == {"LC_ALL": "C.UTF-8"}


def test_a_cv_follows_its_cover():
    whole = appended(a_pdf(pages=1), clean(a_pdf(pages=3)))

    assert len(pikepdf.open(io.BytesIO(whole)).pages) == 4


# -- the antivirus -----------------------------------------------------------------------------------------------------
@pytest.fixture
def clamd(settings):
    """A server that speaks as clamd: what it received, and the verdict it gives."""
    server = socket.create_server(("127.0.0.1", 0))
    received = bytearray()

    def answer():
        line, _ = server.accept()
        with line, line.makefile("rb") as reading:
            assert reading.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", reading.read(4))[0]:
                received.extend(reading.read(size))
            verdict = b"stream: Eicar-Test-Signature FOUND\0" if b"EICAR" in received else b"stream: OK\0"
            line.sendall(verdict)

    thread = threading.Thread(target=answer)
    thread.start()
    settings.ANTIVIRUS_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    yield received
    thread.join()
    server.close()


def test_the_antivirus_reads_the_whole_file(clamd):
    content = bytes(range(256)) * 1000

    antivirus.check(content)

    assert bytes(clamd) == content


def test_the_antivirus_refuses_what_it_knows(clamd):
    with pytest.raises(antivirus.Refused, match="virus"):
        antivirus.check(b"EICAR")


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
def test_an_absent_antivirus_lets_no_file_in(settings, url):
    settings.ANTIVIRUS_URL = url

    with pytest.raises(antivirus.Refused, match="en ce moment"):
        antivirus.check(b"a file")


def test_without_the_setting_nobody_is_asked(settings):
    settings.ANTIVIRUS_URL = ""

    antivirus.check(b"EICAR")
