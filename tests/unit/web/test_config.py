"""The environment becomes one value, or every reason why not."""

from pathlib import Path

import pytest

from zhence.errors import BadInputError
from zhence_web.project.config import read_config


def test_an_empty_environment_is_enough():
    config = read_config({})
    assert (config.port, config.data_dir) == (8000, Path("var"))
    assert config.database_url is None
    assert config.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert config.debug is False


def test_a_key_is_made_anew_at_each_start_unless_it_is_given():
    assert read_config({}).secret_key != read_config({}).secret_key
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
