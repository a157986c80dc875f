import pytest

from shramsetu.bridges.rules import signing

# The example of the Standard Webhooks libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
NOW = 1614265330
KEY = signing.read(SECRET)
OTHER = b"o" * 32


def test_we_sign_as_standard_webhooks_does() -> None:
    made = signing.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", NOW, BODY, keys=[KEY])
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNED,
    }
    assert signing.verify(made, BODY, keys=[KEY], now=NOW) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_a_changed_body_or_id_or_time_is_seen() -> None:
    made = signing.headers("msg_1", NOW, BODY, keys=[KEY])
    for given, body in [
        (made, BODY + b" "),
        ({**made, "webhook-id": "msg_2"}, BODY),
        ({**made, "webhook-timestamp": str(NOW + 1)}, BODY),
        ({**made, "webhook-signature": "v1a," + made["webhook-signature"][3:]}, BODY),
        ({**made, "webhook-signature": ""}, BODY),
        ({**made, "webhook-timestamp": "²"}, BODY),
        ({}, BODY),
    ]:
        with pytest.raises(signing.Untrue):
            signing.verify(given, body, keys=[KEY], now=NOW)


def test_nothing_goes_out_unsigned() -> None:
    with pytest.raises(signing.BadSecret):
        signing.headers("msg_1", NOW, BODY, keys=[])


@pytest.mark.parametrize("late", [-301, 301])
def test_an_old_message_cannot_be_sent_again_by_somebody_else(late: int) -> None:
    made = signing.headers("msg_1", NOW, BODY, keys=[KEY])
    with pytest.raises(signing.Untrue, match="time"):
        signing.verify(made, BODY, keys=[KEY], now=NOW + late)


def test_keys_change_without_a_gap() -> None:
    both = signing.headers("msg_1", NOW, BODY, keys=[OTHER, KEY])
    assert {name.title(): value for name, value in both.items()}["Webhook-Id"] == "msg_1"
    for known in (KEY, OTHER):
        signing.verify({name.title(): value for name, value in both.items()}, BODY, keys=[known], now=NOW)
    with pytest.raises(signing.Untrue, match="signature"):
        signing.verify(both, BODY, keys=[b"x" * 32], now=NOW)


def test_a_secret_is_read_as_it_is_written() -> None:
    assert signing.read(signing.written(OTHER)) == OTHER
    for bad in ("whsec_", "whsec_%%%", signing.written(b"short"), signing.written(b"l" * 65)):
        with pytest.raises(signing.BadSecret):
            signing.read(bad)
