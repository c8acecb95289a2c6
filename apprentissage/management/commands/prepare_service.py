from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from apprentissage.accounts import demo
from apprentissage.accounts.sign_in.demonstration import prove_address

OPERATOR = demo.OPERATOR.email


class Command(BaseCommand):
    """Make the database and the static files ready to serve; each step is skipped when it is already done."""

    help = "Make the database and the static files ready to serve."

    def add_arguments(self, parser):
        parser.add_argument("--offers", type=int, default=0, help="how many fictional offers the demonstration holds")

    def handle(self, *, offers: int, **options):
        self.migrate()
        self.run("the territories", "load_territories")
        self.run("the trades", "load_trades")
        if offers and settings.DEMONSTRATION:
            self.run("the demonstration", "seed_demo", offers=offers)
            self.open_operator_account()
        self.collect_static_files()

    def say(self, text: str):
        self.stderr.write(f"▸ {text}")

    def run(self, label: str, command: str, **options):
        """One step of the ground; a room that does not bring its command yet is passed over."""
        if command in get_commands():
            self.say(f"preparing {label}")
            call_command(command, **options)

    def migrate(self):
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("bringing the database's tables up to date")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)

    def open_operator_account(self):
        """The operator of a demonstration, whose password is the one of ``.local/env``."""
        users = get_user_model().objects
        if settings.DEMONSTRATION_PASSWORD:
            operator, _ = users.get_or_create(email=OPERATOR, defaults={"is_staff": True, "is_superuser": True})
            if not operator.check_password(settings.DEMONSTRATION_PASSWORD):
                operator.set_password(settings.DEMONSTRATION_PASSWORD)
                operator.save()
            prove_address(operator)

    def collect_static_files(self):
        """Hash and compress the static files when one of them changed; the stamp is written last."""
        stamp = settings.STATIC_ROOT / ".stamp"
        files = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
        state = "\n".join(
            sorted(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in map(Path, files))
        )
        if not stamp.exists() or stamp.read_text() != state:
            self.say("compressing the static files")
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            stamp.write_text(state)
