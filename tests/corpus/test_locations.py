"""What a path in the recipe names, and that its spelling does not change ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.locations import describe, files, locate, member_pattern, refuse_own_output
from bioroberta.errors import ConfigError, InputError
from bioroberta.storage import FileInfo, Folder
from tests.web_site import Site, serve


def source(path: str | Path, pattern: str = "", format: str = "text") -> CorpusSource:
    return CorpusSource.model_validate({"name": "casos", "format": format, "path": str(path), "pattern": pattern})


def names(path: str | Path, pattern: str = "", format: str = "text") -> list[str]:
    return [file.path for file in files(source(path, pattern, format))]


NAMES = (
    "2017/a.warc.gz",
    "2017/b.warc",
    "2017/deep/c.warc",
    "2018/a.warc",
    "a.txt",
    "b.txt.gz",
    "c.zip",
    "2018/d.tar.gz",
    "e.pdf",
)


@pytest.fixture(params=["local", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    folder = Folder(str(tmp_path)) if request.param == "local" else request.getfixturevalue("s3_folder")
    corpora: Folder = folder.child("corpora")
    for name in NAMES:
        corpora.write_bytes(name, b"x")
    return corpora


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def below(place: Folder, path: str) -> str:
    return place.child(path).uri


def test_a_folder_gives_its_format_s_files_and_every_archive(place: Folder) -> None:
    assert names(place.uri) == ["2018/d.tar.gz", "a.txt", "b.txt.gz", "c.zip"]
    assert names(below(place, "2017"), format="warc") == ["a.warc.gz", "b.warc", "deep/c.warc"]


def test_a_format_s_pattern_takes_capitals_and_one_s_own_does_not(tmp_path: Path) -> None:
    for name in ("A.TXT", "b.txt", "C.Txt.GZ", "d.doc"):
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["A.TXT", "C.Txt.GZ", "b.txt"]
    assert names(tmp_path, "*.txt") == ["b.txt"]


def test_a_pattern_selects_exactly_what_it_matches(place: Folder) -> None:
    assert names(place.uri, "*.txt") == ["a.txt", "b.txt.gz"]
    assert names(place.uri, "*.txt.gz") == ["b.txt.gz"]
    assert names(place.uri, "**/*.tar") == ["2018/d.tar.gz"]
    assert names(place.uri, "*") == ["a.txt", "b.txt.gz", "c.zip", "e.pdf"]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("*/a.warc", ["2017/a.warc.gz", "2018/a.warc"]),
        ("2017/*.warc", ["a.warc.gz", "b.warc"]),
        ("**/*.warc", ["2017/a.warc.gz", "2017/b.warc", "2017/deep/c.warc", "2018/a.warc"]),
        ("201[7]/**/c*", ["2017/deep/c.warc"]),
        ("*.txt.gz", ["b.txt.gz"]),
        ("2017/*.gz", ["a.warc.gz"]),
        ("*.pdf", ["e.pdf"]),
    ],
)
def test_a_glob_names_its_files_whatever_the_format(place: Folder, glob: str, expected: list[str]) -> None:
    assert names(below(place, glob)) == expected


def test_a_file_is_one_file_whatever_its_name(place: Folder) -> None:
    assert names(below(place, "2017/b.warc")) == ["b.warc"]
    assert names(below(place, "e.pdf")) == ["e.pdf"]
    assert locate(below(place, "2017/b.warc")) == (place.child("2017"), "b.warc")


def test_spellings_of_a_path_give_equal_files(place: Folder) -> None:
    expected = files(source(below(place, "2018"), "*.warc"))
    assert expected == files(source(below(place, "2018/*.warc"))) == files(source(below(place, "2018/a.warc")))
    if place.local():
        assert (
            expected == files(source(f"{place.uri}//./2018/a.warc")) == files(source(f"file://{place.uri}/2018/*.warc"))
        )


def test_what_is_there_as_it_is_spelt_is_no_glob(tmp_path: Path) -> None:
    for name in ("[2017] casos?/a*.txt", "2 casos!/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x")
    assert names(tmp_path / "[2017] casos?") == ["a*.txt"]
    assert names(tmp_path / "[2017] casos?/a*.txt") == ["a*.txt"]
    with pytest.raises(InputError, match=r"no file in .* matches \[2\] casos\?"):  # that is a folder
        names(tmp_path / "[2] casos?")


def test_relative_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert locate("../a.txt") == (Folder(".."), "a.txt")
    monkeypatch.chdir(tmp_path)
    assert locate("a.txt") == (Folder("."), "a.txt")
    assert locate("*.txt") == (Folder("."), "*.txt")
    assert locate("sub") == (Folder("sub"), "")
    assert names("sample:corpora/emea", format="moses")


def test_a_glob_of_one_folder_looks_at_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with mock.patch.object(Folder, "files", return_value=[]) as listed, pytest.raises(InputError):
        files(source(tmp_path / "*.txt"))
    listed.assert_called_once_with("*")


def test_what_is_missing_is_named_with_the_remedy(place: Folder) -> None:
    with pytest.raises(InputError, match=r"corpus casos: there is no folder or file .*nowhere.*; correct its path"):
        files(source(below(place, "nowhere")))
    with pytest.raises(InputError, match=r"corpus casos: no file in .*corpora\S* matches \*\.doc; correct its path"):
        files(source(below(place, "*.doc")))
    with pytest.raises(InputError, match=r"matches \*\*/\*\.es; correct"):
        files(source(place.uri, "**/*.es"))
    with pytest.raises(InputError, match=r"corpora/2017\S* is an archive or matches \*\*/\*\.txt; correct"):
        files(source(below(place, "2017")))


def test_a_pattern_without_anything_to_select_is_refused(place: Folder) -> None:
    for path in ("*.txt", "a.txt"):
        with pytest.raises(
            InputError, match=r"corpus casos: path .*\.txt.* names the files itself.*take the pattern out"
        ):
            files(source(below(place, path), "*.txt"))
    assert names(below(place, "c.zip"), "**/*.es") == ["c.zip"]


def test_archives_of_other_kinds_are_refused_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.7z").write_text("x")
    (tmp_path / "a.txt").write_text("x")
    assert names(tmp_path) == ["a.txt"]
    with pytest.raises(
        InputError, match=r"corpus casos: a\.7z is an archive of a kind that is not read here; unpack it"
    ):
        names(tmp_path / "a.7z")


@pytest.mark.parametrize(
    ("pattern", "archive", "expected"),
    [
        ("", "a.zip", "**/*.es"),
        ("**/*.en", "a.zip", "**/*.en"),
        ("**/*.zip", "b/a.zip", "**/*.es"),
        ("*.tar", "a.tar.gz", "**/*.es"),
        ("*.zip", "b/a.zip", "*.zip"),
    ],
)
def test_the_pattern_for_members(pattern: str, archive: str, expected: str) -> None:
    assert member_pattern(source("x", pattern, "moses"), archive) == expected


@given(st.permutations(NAMES))
def test_the_order_of_a_listing_does_not_matter(listed: list[str]) -> None:
    infos = [(name, 1) for name in listed]
    with mock.patch("bioroberta.storage.walk", return_value=infos), mock.patch.object(Folder, "exists"):
        found = files(source("/c"))
    assert found == [FileInfo(name, 1) for name in sorted(("a.txt", "b.txt.gz", "c.zip", "2018/d.tar.gz"))]


@pytest.mark.parametrize(
    ("path", "pattern", "storage"),
    [
        ("", "", "runs"),
        ("", "", "deep/runs"),
        ("", "", ""),
        ("casos", "", "casos"),
        ("", "*/*/*.txt", ""),
        ("", "r*/**/*.txt", "runs"),
        ("**/*.txt", "", "runs"),
        ("link", "", "casos/runs"),
    ],
)
def test_runs_within_a_corpus_are_refused(tmp_path: Path, path: str, pattern: str, storage: str) -> None:
    (tmp_path / "casos").mkdir()
    (tmp_path / "link").symlink_to("casos")
    with pytest.raises(InputError, match=r"corpus casos: path .* takes in what runs write, which lies in storage "):
        refuse_own_output(str(tmp_path / storage), [source(tmp_path / path, pattern)])


@pytest.mark.parametrize(
    ("path", "pattern", "storage"),
    [
        ("casos", "", "runs"),
        ("casos", "", "casos2"),
        ("", "casos/**/*.txt", "runs"),
        ("", "*.txt", ""),
        ("", "*/*.txt", "runs"),
        ("*.txt", "", "runs"),
        ("a.zip", "", "runs"),
        ("runs/casos", "", "runs"),
    ],
)
def test_runs_beside_a_corpus_are_not(tmp_path: Path, path: str, pattern: str, storage: str) -> None:
    refuse_own_output(str(tmp_path / storage), [source(tmp_path / path, pattern)])
    refuse_own_output("s3://bucket/runs", [source(tmp_path / path, pattern)])
    refuse_own_output(str(tmp_path), [source("s3://bucket"), source("https://example.org/a.zip")])


def test_relative_paths_of_runs_and_corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"path \. .* storage runs; give a storage elsewhere"):
        refuse_own_output("runs", [source(".")])


# --- the web


def test_a_file_behind_http(site: Site) -> None:
    site.files["/data/Artículos médicos.zip"] = b"x"
    path = f"{site.url}/data/Art%C3%ADculos%20m%C3%A9dicos.zip?download=1"
    assert locate(path) == (Folder(f"{site.url}/data?download=1"), "Artículos médicos.zip")
    assert files(source(path)) == [FileInfo("Artículos médicos.zip", 1)]
    assert files(source(path.replace("%20", " ").replace("%C3%AD", "í"))) == [FileInfo("Artículos médicos.zip", 1)]


def test_what_is_not_there_behind_http(site: Site) -> None:
    with pytest.raises(InputError, match=r"corpus casos: there is no file a\.zip in http://.*; correct its path"):
        files(source(f"{site.url}/a.zip"))


@pytest.mark.parametrize("path", ["https://example.org/data/", "https://example.org", "https://example.org/*.zip?a=b"])
def test_folders_behind_http_are_refused(path: str) -> None:
    with pytest.raises(InputError, match=r"corpus casos: https://.* folders behind HTTP cannot be listed\. Give each"):
        files(source(path))


def test_secrets_are_refused() -> None:
    with pytest.raises(ConfigError, match="take the credentials out"):
        files(source("https://user:geheim@example.org/a.zip"))


# --- for people


@pytest.mark.parametrize(
    ("path", "pattern", "below", "there"),
    [
        ("2017", "", "/**/*.txt", True),
        ("2017", "*.warc", "/*.warc", True),
        ("2017/*.warc", "", "", True),
        ("e.pdf", "", "", True),
        ("c.zip", "**/*.es", ", members **/*.es", True),
        ("nowhere", "", "/**/*.txt", False),
        ("*.doc", "", "", False),
        ("no.zip", "", ", members **/*.txt", False),
    ],
)
def test_descriptions(place: Folder, path: str, pattern: str, below: str, there: bool) -> None:
    told = describe(source(place.child(path).uri, pattern))
    if place.local() is None and path == "e.pdf":
        below = "/**/*.txt"  # taken for a folder without a look
    assert told == (place.child(path).uri + below, there or place.local() is None)


@pytest.mark.parametrize("path", ["https://example.org/a.xml", "https://example.org/data/?a=b", "https://example.org"])
def test_descriptions_ask_no_server(path: str) -> None:
    assert describe(source(path))[0].startswith(path)
    assert describe(source(path))[1]
