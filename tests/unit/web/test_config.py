"""The environment becomes one value, or every reason why not."""

from pathlib import Path

import pytest

from zhence.errors import BadInputError
from zhence_web.project.config import Oidc, read_config
from zhence_web.project.key import kept_key


def test_an_empty_environment_is_enough():
    config = read_config({})
    assert (config.port, config.data_dir) == (8000, Path("var"))
    assert config.database_url is None
    assert config.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert config.debug is False


def test_the_demo_fills_the_embedded_database_and_no_server_s_unless_it_is_said():
    assert read_config({}).demo is True
    assert read_config({"DATABASE_URL": "postgresql://x"}).demo is False
    assert read_config({"DEMO": "0"}).demo is False
    assert read_config({"DEMO": "1", "DATABASE_URL": "postgresql://x"}).demo is True


def test_administrators_need_a_second_factor_everywhere_but_in_the_demo():
    asked = "REQUIRE_SECOND_FACTOR"
    assert read_config({}).second_factor is False
    assert read_config({"DEMO": "0"}).second_factor is True
    assert read_config({"DATABASE_URL": "postgresql://x"}).second_factor is True
    assert read_config({"DEMO": "0", asked: "0"}).second_factor is False
    assert read_config({asked: "1"}).second_factor is True


def test_a_key_is_kept_beside_the_data_unless_it_is_given(tmp_path: Path):
    assert read_config({}).secret_key is None
    folder = tmp_path / "new"
    key = kept_key(folder)
    assert len(key) > 50
    assert kept_key(folder) == key
    assert kept_key(tmp_path / "other") != key
    assert [(f.name, f.stat().st_mode & 0o777) for f in folder.iterdir()] == [
        ("secret_key", 0o600)
    ]
    given = {"SECRET_KEY": "as it is given"}
    assert given["SECRET_KEY"] == read_config(given).secret_key


def test_what_is_set_counts():
    config = read_config(
        {
            "PORT": "9000",
            "DATA_DIR": "elsewhere",
            "DATABASE_URL": "postgresql://x",
            "ALLOWED_HOSTS": "a.cn, b.cn",
            "DEBUG": "1",
        }
    )
    assert (config.port, config.data_dir) == (9000, Path("elsewhere"))
    assert config.database_url == "postgresql://x"
    assert config.allowed_hosts == ("a.cn", "b.cn")
    assert config.debug is True


@pytest.mark.parametrize("port", ["", "0", "70000", "x", "８０"])
def test_a_port_that_is_none_is_refused_with_its_remedy(port: str):
    with pytest.raises(BadInputError) as caught:
        read_config({"PORT": port})
    assert [f.code for f in caught.value.faults] == ["config_port"]
    assert caught.value.faults[0].remedy


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(BadInputError) as caught:
        read_config({"PORT": "x", "DEBUG": "maybe"})
    assert [f.code for f in caught.value.faults] == ["config_port", "config_flag"]


def test_how_people_sign_in_is_set_by_the_environment():
    plain = read_config({})
    assert (plain.https, plain.idle_minutes, plain.oidc) == (False, 30, None)
    config = read_config(
        {
            "HTTPS": "yes",
            "IDLE_MINUTES": "5",
            "OIDC_SERVER": "https://id.example/realm",
            "OIDC_CLIENT": "zhence",
            "OIDC_SECRET": "as given",
        }
    )
    assert (config.https, config.idle_minutes) == (True, 5)
    assert config.oidc == Oidc(
        "统一身份认证", "https://id.example/realm", "zhence", "as given"
    )


@pytest.mark.parametrize("minutes", ["0", "x", "-1", "1441"])
def test_idle_minutes_are_a_number_of_minutes_of_a_day(minutes: str):
    with pytest.raises(BadInputError) as caught:
        read_config({"IDLE_MINUTES": minutes})
    assert [f.code for f in caught.value.faults] == ["config_idle"]


@pytest.mark.parametrize(
    "given",
    [
        {"OIDC_CLIENT": "zhence"},
        {"OIDC_SERVER": "https://id.example"},
        {"OIDC_SERVER": "http://id.example", "OIDC_CLIENT": "a", "OIDC_SECRET": "b"},
    ],
)
def test_a_provider_is_named_whole_and_by_https(given: dict[str, str]):
    with pytest.raises(BadInputError) as caught:
        read_config(given)
    assert [f.code for f in caught.value.faults] == ["config_oidc"]


def test_tiles_come_from_elsewhere_only_with_a_key_that_could_be_one():
    assert read_config({}).tianditu_key == ""
    assert read_config({"TIANDITU_KEY": " abc123 "}).tianditu_key == "abc123"
    with pytest.raises(BadInputError, match="TIANDITU_KEY"):
        read_config({"TIANDITU_KEY": "abc'; script-src *"})
