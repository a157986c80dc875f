"""Agents for the measurements: rows, registered phones that sipp answers, and wrap-ups that end at once."""

import asyncio
import subprocess
import threading

import django
from tools.pbx.phone import Phone

from bench.calls import sipp
from bench.calls.site import FREED, TREE, Site

PORT = 5092


class Agents:
    """Agents who answer everything at once."""

    def __init__(self, site: Site, count: int) -> None:
        self.site, self.count = site, count
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._free, daemon=True)
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Seat, register and make them available; the controller runs already."""
        self.site.do(SEATS, self.count)
        self.site.do("SELECT pg_notify('telephony', '* agent ' || id) FROM helpline_agent")
        rows = self.site.rows("SELECT number, key_epoch FROM helpline_agent ORDER BY id")
        asyncio.run(register(self.site, rows))
        address = self.site.exchange.network.agents
        self.process = sipp.start(sipp.phone("phones"), address, "-rtp_echo", "-l", "4000", port=PORT)
        self.site.do(READY)
        self.site.do("SELECT pg_notify('telephony', '* match')")
        self._thread.start()

    def _free(self) -> None:
        while not self._over.wait(0.5):
            self.site.do(FREED)
            self.site.do(UNPAUSED)

    def end(self) -> None:
        """Let them go."""
        self._over.set()
        self._thread.join()
        if self.process is not None:
            self.process.kill()
            self.process.wait()


async def register(site: Site, rows: list[tuple[str, int]]) -> None:
    """Register each phone from the address at which sipp answers afterwards: the exchange calls where it came from."""
    secrets = secrets_of(rows)
    async with Phone(site.exchange.network.agents, port=PORT) as phone:
        for number, secret in secrets.items():
            for _ in range(50):
                if await phone.register(number, secret, site.exchange.sip) == 200:  # noqa: PLR2004 - SIP's
                    break
                await asyncio.sleep(0.2)  # the exchange does not know it yet


def secrets_of(rows: list[tuple[str, int]]) -> dict[str, str]:
    """Return the phones' secrets."""
    django.setup()
    from shramsetu.helpline import secrets  # noqa: PLC0415 - needs the settings

    return {number: secrets.of_phone(number, epoch) for number, epoch in rows}


def quick_menu(site: Site) -> None:
    """Put a menu in force in which every key, and silence, leads to an operator."""
    text = "प्रतीक्षा कीजिए"
    site.do("CREATE TABLE IF NOT EXISTS bench_menu AS SELECT id, tree FROM helpline_menu")
    site.do("UPDATE helpline_menu SET tree = %s::jsonb WHERE slug = '1076'", TREE % (text, "Please wait"))


def real_menu(site: Site) -> None:
    """Put the real menu in force again."""
    if site.rows("SELECT to_regclass('bench_menu')")[0][0] is not None:
        site.do("UPDATE helpline_menu SET tree = kept.tree FROM bench_menu kept WHERE kept.id = helpline_menu.id")


SEATS = """
INSERT INTO helpline_agent (user_id, post_id, number, languages, boards, lines, is_woman, site, has_own_phone, state,
  reason, state_at, key_epoch, node)
SELECT c.user_id, c.post_id, 'bench' || row_number() OVER (), '{hi,en}', '{}', '{}', false, 'bench', true, 'paused',
  'starting', now(), 0, ''
FROM (SELECT DISTINCT ON (user_id) user_id, post_id FROM offices_charge WHERE to_at IS NULL) c LIMIT %s
ON CONFLICT DO NOTHING
"""
READY = """
UPDATE helpline_agent SET state = 'available', reason = '', idle_since = now(), state_at = now()
WHERE state = 'paused' AND phone_seen_at IS NOT NULL
"""
UNPAUSED = READY
