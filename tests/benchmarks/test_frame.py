"""The frame itself: claims, exit codes, what is written, peers. No benchmark runs here, and nothing is installed."""

from __future__ import annotations

import sys
import types

import pytest

from tests.benchmarks import frame
from tests.benchmarks.frame import COULD_NOT_RUN, FALLS_SHORT, HOLDS, CannotRun, Claim, Result


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    """A folder in place of the frame's own, for results and peers."""
    monkeypatch.setattr(frame, "HERE", tmp_path)
    monkeypatch.setattr(frame, "ENVIRONMENTS", tmp_path / "environments")
    return tmp_path


def a_benchmark(monkeypatch, folder, name, measure):
    """A benchmark of this name that does this."""
    (folder / f"{name}.py").touch()
    monkeypatch.setitem(sys.modules, f"tests.benchmarks.{name}", types.SimpleNamespace(measure=measure))


def a_result(*claims):
    return Result("Ten cups.", frame.table(["side", "cups"], [["ours", 10], ["theirs", 2.5]]), claims)


def absent():
    raise CannotRun("there are no cups")


def test_a_claim_says_whether_it_holds():
    assert Claim("MB/s a core", 2.5, 2.0).line("clean") == "clean MB/s a core: measured 2.5, bar 2: holds"
    assert Claim("F1", 0.99512, 0.996).line("sentences") == "sentences F1: measured 0.9951, bar 0.996: falls short"


def test_a_figure_on_its_bar_holds():
    assert Claim("F1", 0.985, 0.985).holds


def test_a_table_is_markdown():
    assert a_result().table == "| side | cups |\n| --- | --- |\n| ours | 10 |\n| theirs | 2.5 |"


def test_the_claims_are_printed_last_and_written_down(monkeypatch, own_folder, capsys):
    a_benchmark(monkeypatch, own_folder, "tea", lambda: a_result(Claim("cups", 10, 8), Claim("ratio", 4, 8)))
    assert frame.main(["tea"]) == FALLS_SHORT
    lines = ["tea cups: measured 10, bar 8: holds", "tea ratio: measured 4, bar 8: falls short"]
    assert capsys.readouterr().out.splitlines()[-2:] == lines
    written = (own_folder / "results/tea.md").read_text(encoding="utf-8")
    for said in ("# tea", "`make bench ONLY=tea`", "Ten cups.", "| ours | 10 |", frame.cpu(), *lines):
        assert said in written


def test_claims_that_hold_end_with_zero(monkeypatch, own_folder):
    a_benchmark(monkeypatch, own_folder, "tea", lambda: a_result(Claim("cups", 10, 8)))
    assert frame.main(["tea"]) == HOLDS


def test_what_cannot_run_says_why_and_writes_nothing(monkeypatch, own_folder, capsys):
    a_benchmark(monkeypatch, own_folder, "tea", absent)
    assert frame.main(["tea"]) == COULD_NOT_RUN
    assert capsys.readouterr().err == "tea: could not run: there are no cups\n"
    assert not (own_folder / "results").exists()


def test_without_names_all_run_and_a_fallen_claim_counts_first(monkeypatch, own_folder, capsys):
    a_benchmark(monkeypatch, own_folder, "coffee", lambda: a_result(Claim("cups", 1, 8)))
    a_benchmark(monkeypatch, own_folder, "tea", absent)
    a_benchmark(monkeypatch, own_folder, "water", lambda: a_result(Claim("cups", 10, 8)))
    assert frame.main([]) == FALLS_SHORT
    assert capsys.readouterr().out.count(", bar 8: ") == 2
    assert frame.main(["tea", "water"]) == COULD_NOT_RUN


def test_an_unknown_name_runs_nothing_and_is_told_what_there_is(monkeypatch, own_folder, capsys):
    for name in ("tea", "coffee"):
        a_benchmark(monkeypatch, own_folder, name, absent)
    for other in ("frame", "__main__", "test_frame"):
        (own_folder / f"{other}.py").touch()
    assert frame.main(["tea", "milk"]) == COULD_NOT_RUN
    assert capsys.readouterr().err.endswith("there are: coffee, tea\n")


def test_absent_data_cannot_run(monkeypatch, tmp_path):
    (tmp_path / "corpora/here").mkdir(parents=True)
    monkeypatch.setenv("BIOROBERTA_DATA", str(tmp_path))
    assert frame.data("corpora/here") == tmp_path / "corpora/here"
    with pytest.raises(CannotRun, match=r"corpora/gone; BIOROBERTA_DATA must name"):
        frame.data("corpora/gone")


def test_sides_take_turns_and_a_slow_one_runs_once():
    order = []

    def side(name, seconds):
        return lambda: order.append(name) or seconds

    seconds = frame.compare({"ours": side("ours", 1.0), "theirs": side("theirs", 3.0)}, size=2_000_000)
    assert seconds == {"ours": [1.0] * frame.ROUNDS, "theirs": [3.0]}
    assert order[:3] == ["ours", "theirs", "ours"]


@pytest.fixture
def peer(own_folder):
    """A peer whose environment is there: this Python."""
    (own_folder / "peers").mkdir()
    (own_folder / "peers/kettle.txt").write_text("kettle==1.0\n")
    (own_folder / "environments/kettle/bin").mkdir(parents=True)
    (own_folder / "environments/kettle/bin/python").symlink_to(sys.executable)
    (own_folder / "environments/kettle/made-from.txt").write_text("kettle==1.0\n")
    return own_folder / "peers/kettle.py"


def test_a_peer_answers_on_its_last_line(peer):
    peer.write_text(
        "import json, sys\nprint('noise')\nprint(json.dumps({'cups': json.load(sys.stdin)['litres'] * 4}))\n"
    )
    assert frame.ask("kettle", {"litres": 2}) == {"cups": 8}


def test_a_peer_runs_with_one_thread(peer):
    peer.write_text("import json, os\nprint(json.dumps({'threads': os.environ['OMP_NUM_THREADS']}))\n")
    assert frame.ask("kettle", {}) == {"threads": "1"}


def test_a_peer_that_breaks_cannot_run(peer):
    peer.write_text("import sys\nsys.exit('no water')\n")
    with pytest.raises(CannotRun, match=r"kettle ended with 1: no water"):
        frame.ask("kettle", {})


def test_an_environment_is_made_anew_when_its_lock_file_changes(peer, monkeypatch):
    commands = []
    monkeypatch.setattr(frame, "_call", lambda name, *command: commands.append(command))
    frame.environment("kettle")
    assert not commands
    (peer.parent / "kettle.txt").write_text("kettle==2.0\n")
    frame.environment("kettle")
    assert [command[1:3] for command in commands] == [("-m", "venv"), ("-m", "pip")]
    frame.environment("kettle")
    assert len(commands) == 2


def test_a_peer_that_does_not_install_cannot_run(peer, monkeypatch):
    monkeypatch.setattr(frame.sys, "executable", "false")
    (peer.parent / "kettle.txt").write_text("kettle==2.0\n")
    with pytest.raises(CannotRun, match=r"the peer kettle does not install"):
        frame.ask("kettle", {})
    assert (peer.parents[1] / "environments/kettle/made-from.txt").read_text() != "kettle==2.0\n"
