"""sipp as the callers and as the agents' phones: scenarios made here, its figures read back."""

import csv
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import ground

FOLDER = ground.VAR / "sipp"
TONES = "/usr/share/sip-tester/dtmf_2833_{}.pcap"
HEADERS = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "caller" <sip:+91[field0]@[local_ip]:[local_port]>;tag=[pid]c[call_number]
To: {to}
Call-ID: [call_id]
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70"""
SDP = """v=0
o=u 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [{port}] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=sendrecv
"""
TO = "<sip:[service]@[remote_ip]:[remote_port]>"
OK = """<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>"""


@dataclass(frozen=True)
class Counted:
    """What sipp saw."""

    made: int
    good: int
    failed: int
    retransmitted: int
    at_once: int


def caller(name: str, steps: str, *, streams: bool = False) -> Path:
    """Write a caller's scenario: INVITE, answer, `steps`; return its file."""
    head = HEADERS.format(to=TO)
    sdp = SDP.format(port="rtpstream_audio_port" if streams else "auto_media_port")
    ack = HEADERS.format(to="[$peer]")
    return _write(
        name,
        f"""<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
{head}
CSeq: 1 INVITE
Content-Type: application/sdp
Content-Length: [len]

{sdp}]]></send>
<recv response="100" optional="true"/><recv response="180" optional="true"/><recv response="183" optional="true"/>
<recv response="200" rtd="true" rrs="true"><action>
<ereg regexp=".*" search_in="hdr" header="To:" check_it="true" assign_to="peer"/></action></recv>
<send><![CDATA[
ACK [next_url] SIP/2.0
{ack}
CSeq: 1 ACK
Content-Length: 0

]]></send>
{steps}""",
    )


def press(digit: int, after_ms: int) -> str:
    """Wait, then press a key. Keys must rise in a call: the recorded tones carry their own clock."""
    play = f'<nop><action><exec play_pcap_audio="{TONES.format(digit)}"/></action></nop>'
    return f'<pause milliseconds="{after_ms}"/>{play}'


def stream(sound: Path) -> str:
    """Speak a sound in A-law over and over."""
    return f'<nop><action><exec rtp_stream="{sound},-1,8,PCMA/8000"/></action></nop>'


def hang_up(after_ms: int) -> str:
    """Wait, and say BYE."""
    head = HEADERS.format(to="[$peer]")
    return f"""<pause milliseconds="{after_ms}"/>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
{head}
CSeq: 2 BYE
Content-Length: 0

]]></send><recv response="200"/>"""


def phone(name: str) -> Path:
    """Write an agent's phone: answers at once, echoes what it hears (-rtp_echo), takes the BYE."""
    both = "[last_Via:]\n[last_From:]\n[last_To:];tag=[pid]a[call_number]\n[last_Call-ID:]\n[last_CSeq:]"
    contact = "Contact: <sip:[local_ip]:[local_port]>"
    return _write(
        name,
        f"""<recv request="INVITE" crlf="true"/>
<send><![CDATA[
SIP/2.0 180 Ringing
{both}
{contact}
Content-Length: 0

]]></send>
<send retrans="500"><![CDATA[
SIP/2.0 200 OK
{both}
{contact}
Content-Type: application/sdp
Content-Length: [len]

{SDP.format(port="auto_media_port")}]]></send>
<recv request="ACK" crlf="true"/>
<recv request="BYE"/>
{OK}""",
    )


def _write(name: str, body: str) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.xml"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE scenario SYSTEM "sipp.dtd">\n'
    path.write_text(f'{head}<scenario name="{name}">\n{body}\n</scenario>\n')
    return path


def start(
    scenario: Path, address: str, *arguments: str, port: int, to: str = "", numbers: int = 0
) -> subprocess.Popen[bytes]:
    """Start sipp at `address`; `numbers` callers each have a phone number of their own."""
    if shutil.which("sipp") is None:
        sys.exit("sipp: apt-get install sip-tester")
    stem = scenario.with_suffix("")
    command = ["sipp", "-sf", str(scenario), "-i", address, "-mi", address, "-p", str(port), "-nostdin"]
    command += ["-trace_stat", "-stf", f"{stem}.csv", "-fd", "1", "-trace_err", "-error_file", f"{stem}.err"]
    if numbers:
        listed = Path(f"{stem}.numbers")
        listed.write_text("SEQUENTIAL\n" + "".join(f"99990{number:05d};\n" for number in range(numbers)))
        command += ["-inf", str(listed)]
    Path(f"{stem}.csv").unlink(missing_ok=True)
    with Path(f"{stem}.log").open("wb") as words:
        return subprocess.Popen([*command, *arguments, *([to] if to else [])], stdout=words, stderr=words, cwd=FOLDER)


def counted(scenario: Path) -> Counted:
    """Return what sipp counted in its last run of a scenario."""
    with scenario.with_suffix(".csv").open() as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    last = rows[-1]
    return Counted(
        made=int(last["TotalCallCreated"]),
        good=int(last["SuccessfulCall(C)"]),
        failed=int(last["FailedCall(C)"]),
        retransmitted=int(last["Retransmissions(C)"]),
        at_once=max(int(row["CurrentCall"]) for row in rows),
    )
