#!/usr/bin/env bash
# What no quick test can show: `./bourse up` killed at any moment goes on from there, every process that is killed comes back,
# and a prepared machine needs no network. Takes some minutes, works in a folder of its own; as root, it also cuts the network.
#   tests/house/hard_knocks.sh [HOW MANY KILLS]
set -euo pipefail
cd "$(dirname "$0")/../.."
BOURSE_LOCAL=$(mktemp -d /tmp/bourse-knocks-XXXX)
export BOURSE_LOCAL DEMONSTRATION_OFFERS=3000
chmod 755 "$BOURSE_LOCAL"
trap './bourse stop || true; rm -rf "$BOURSE_LOCAL"' EXIT
step() { printf '\n== %s\n' "$*"; }
ready() { # the service answers within ten seconds
  local try address
  address=$(cat "$BOURSE_LOCAL/run/address")
  for try in {1..50}; do
    python3 -c 'import sys, urllib.request as web; web.urlopen(sys.argv[1] + "pret", timeout=2)' "$address" 2>/dev/null && return 0
    sleep 0.2
  done
  echo "no answer from $address" && return 1
}

for ((kill = 1; kill <= ${1:-5}; kill++)); do
  seconds=$((RANDOM % 25 + 1))
  step "up, killed after $seconds s"
  timeout --signal KILL "$seconds" ./bourse up || true
done

step "up goes on"
./bourse up --background
ready
[ "$(./bourse manage shell --verbosity 0 -c 'from offers.models import Offer; print(Offer.objects.count())')" = 3000 ]

step "PostgreSQL is killed"
cluster=$BOURSE_LOCAL/postgres
[ -d "$cluster" ] || cluster=$(echo /var/lib/bourse-apprentissage/*-postgres)
kill -KILL "$(head -n 1 "$cluster/data/postmaster.pid")"
sleep 12 # the watch looks every ten seconds
ready

step "the web server and the worker are killed"
pkill -KILL --parent "$(cat "$BOURSE_LOCAL/run/up.pid")" granian
pkill -KILL --parent "$(cat "$BOURSE_LOCAL/run/up.pid")" python
sleep 4
ready
./bourse stop

if [ "$(id -u)" = 0 ]; then
  step "without a network"
  unshare --net bash -c '
    python3 -c "import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack(\"16sh22x\", b\"lo\", 0x41))"
    ./bourse up --background && ./bourse stop'
fi
step "all held"
