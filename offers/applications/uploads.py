"""The door to Pillow and pikepdf: whatever a stranger sends becomes a plain PDF, or a sentence that refuses it.

The file is opened in a process of its own, which knows no password, no database and no secret, may use little memory
and little time, and cannot write a file. What comes back is rebuilt, never copied: pictures are painted anew on a page,
PDF pages are taken one by one into an empty document. Nothing that acts, embeds or calls survives.

This module imports neither Django nor anything of ours: that process reads it alone (``python -m``).
"""

import contextlib
import io
import resource
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE  # of what is sent
LARGEST_CLEANED = 15 * MEGABYTE
MOST_PAGES = 10
MOST_OBJECTS = 20_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2300  # pixels: A4 at 200 per inch is enough to read
A4_WIDTH_INCHES = 210 / 25.4

SECONDS, MEMORY = 10, 1024 * MEGABYTE  # of the process that opens a file
AT_ONCE = BoundedSemaphore(2)  # such processes per web process: uploads never starve the pages

PDF, JPEG, PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
ZIP_END = b"PK\x05\x06"
REFUSED = 3  # how the process says that its output is a sentence

TOO_LARGE = "Ce fichier dépasse 10 Mo. Envoyez-en un plus léger, par exemple une photo moins grande."
EMPTY = "Ce fichier est vide. Choisissez-en un autre."
WRONG_KIND = "Nous lisons les PDF et les photos JPEG ou PNG. Enregistrez votre CV en PDF, ou prenez-le en photo."
WORD = "C'est un document de traitement de texte. Enregistrez-le en PDF, puis envoyez ce PDF."
HEIC = "Cette photo est au format HEIC, que tous ne lisent pas. Envoyez une capture d'écran ou une photo JPEG."
TWO_IN_ONE = "Ce fichier en cache un autre. Enregistrez votre CV de nouveau en PDF, puis envoyez ce PDF."
LOCKED = "Ce PDF est protégé par un mot de passe ou un verrou. Envoyez-en un qui s'ouvre librement."
DAMAGED = "Ce fichier ne s'ouvre pas : il est abîmé ou incomplet. Enregistrez-le de nouveau, ou prenez-le en photo."
TOO_MANY_PAGES = f"Ce PDF a plus de {MOST_PAGES} pages. Gardez celles de votre CV."
NO_PAGE = "Ce PDF n'a aucune page. Choisissez-en un autre."
TOO_HEAVY = "Ce fichier est trop compliqué à ouvrir. Prenez votre CV en photo, ou répondez aux questions."

OF_A_PAGE = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group"}
OF_NO_DRAWING = (
    "/AA",
    "/AF",
    "/Alternates",
    "/F",
    "/FDecodeParms",
    "/FFilter",
    "/Metadata",
    "/OPI",
    "/PieceInfo",
    "/Ref",
)


class Refused(ValueError):
    """A file that is not taken; the message is the sentence to show."""


def clean(content: bytes) -> bytes:
    """The plain PDF of a PDF, a JPEG or a PNG. Raises ``Refused``, with the sentence to show, for anything else."""
    refuse_at_sight(content)
    command = [sys.executable, "-B", "-m", "offers.applications.uploads"]
    with AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603  # our own interpreter and module
                command,
                input=content,
                capture_output=True,
                timeout=2 * SECONDS,
                cwd=Path(__file__).parents[2],
                env={"LC_ALL": "C.UTF-8"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(TOO_HEAVY) from None
    if done.returncode == REFUSED:
        raise Refused(done.stdout.decode())
    if done.returncode:  # out of time or memory: the system ended it
        raise Refused(TOO_HEAVY)
    return done.stdout


def refuse_at_sight(content: bytes) -> None:
    """Raise ``Refused`` for what need not be opened: the type is read in the first bytes, the name is never asked."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise Refused(WORD)
    if content[4:8] == b"ftyp":
        raise Refused(HEIC)
    if not content.startswith((PDF, JPEG, PNG)):
        raise Refused(WRONG_KIND)
    is_picture = not content.startswith(PDF)
    if (is_picture and PDF in content[:1024]) or ZIP_END in content[-MEGABYTE // 8 :]:
        raise Refused(TWO_IN_ONE)


def appended(cover: bytes, cv: bytes) -> bytes:
    """One PDF: the cover, then the pages of a CV that was cleaned here."""
    import pikepdf

    with pikepdf.open(io.BytesIO(cover)) as whole, pikepdf.open(io.BytesIO(cv)) as pages:
        whole.pages.extend(pages.pages)
        with whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
            if "pdfuaid:part" in metadata:  # the pages of the CV have no structure: the promise would be false
                del metadata["pdfuaid:part"]
        return _written(whole)


# -- in the process of its own -----------------------------------------------------------------------------------------
def main() -> int:
    """Read a file on the standard input, write the plain PDF or the sentence that refuses it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read(LARGEST + 1)
    try:
        written = rebuilt(content if content.startswith(PDF) else painted(content))
    except Refused as refusal:
        sys.stdout.buffer.write(str(refusal).encode())
        return REFUSED
    sys.stdout.buffer.write(written)
    return 0


def painted(content: bytes) -> bytes:
    """A picture as one page of PDF, upright, on white, without anything but its pixels."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is unpacked
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(TOO_HEAVY)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked no larger than needed
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError) as damage:
        raise damage if isinstance(damage, Refused) else Refused(DAMAGED) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    page.save(written, "PDF", quality=85, resolution=max(1.0, page.width / A4_WIDTH_INCHES))
    return written.getvalue()


def rebuilt(content: bytes) -> bytes:
    """The pages of a PDF in an empty document: what they draw, and nothing that acts, embeds or calls."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as sent, pikepdf.new() as plain:
            _refuse_what_is_too_much(sent)
            with contextlib.suppress(pikepdf.PdfError, ValueError):  # what was typed in a form becomes drawing
                sent.generate_appearance_streams()
                sent.flatten_annotations("screen")
            plain.pages.extend(sent.pages)
            for page in plain.pages:
                _keep_the_drawing(page.obj)
            plain.remove_unreferenced_resources()
            for thing in plain.objects:
                _cut_the_calls(thing)
            written = _written(plain)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as damage:
        raise damage if isinstance(damage, Refused) else Refused(DAMAGED) from None
    if len(written) > LARGEST_CLEANED:
        raise Refused(TOO_HEAVY)
    return written


def _refuse_what_is_too_much(sent: Any) -> None:
    if sent.is_encrypted:
        raise Refused(LOCKED)
    if len(sent.objects) > MOST_OBJECTS:
        raise Refused(TOO_HEAVY)
    if not len(sent.pages):
        raise Refused(NO_PAGE)
    if len(sent.pages) > MOST_PAGES:
        raise Refused(TOO_MANY_PAGES)


def _keep_the_drawing(page: Any) -> None:
    for name in set(page.keys()) - OF_A_PAGE - {"/Parent"}:
        del page[name]


def _cut_the_calls(thing: Any) -> None:
    """Take from a drawing, a font or a picture the keys that lead out of the page: files, actions, other documents."""
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        for name in OF_NO_DRAWING:
            if name in thing:
                del thing[name]
        if thing.get("/Subtype") == "/PS":
            thing.write(b"")


def _written(document: Any) -> bytes:
    """The document without a former version, a date, an author or a word of its tools."""
    import pikepdf

    content = io.BytesIO()
    document.save(content, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return content.getvalue()


if __name__ == "__main__":
    sys.exit(main())
