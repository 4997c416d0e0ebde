from pathlib import Path

import pytest
from django.conf import settings

from foundation import clause_map
from foundation.citations import cite

ROOT = Path(settings.ROOT)


def test_the_clause_map_is_what_the_source_says():
    page = (ROOT / "docs" / "clause-map.md").read_text()
    assert page == clause_map.draw(clause_map.clause_map(ROOT)), "Run manage.py clause_map."


def test_every_clause_that_gives_a_power_has_a_test():
    found = clause_map.clause_map(ROOT)
    powers = {clause for clause, places in found.items() if any("powers/" in place for place in places.code)}
    assert powers
    assert not {clause for clause in powers if not found[clause].tests}


def test_code_is_found_by_the_name_that_it_defines(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "app" / "rules.py").write_text('A = cite("IV.A")\ndef f():\n    return cite("IV.K.1.f")\n')
    (tmp_path / "tests" / "test_rules.py").write_text('@pytest.mark.clause("IV.A")\ndef test_x():\n    pass\n')
    found = clause_map.clause_map(tmp_path)
    assert found["IV.A"].code == {"app/rules.py: A"}
    assert found["IV.A"].tests == {"tests/test_rules.py: test_x"}
    assert found["IV.K.1.f"].code == {"app/rules.py: f"}


def test_clauses_stand_in_the_order_of_the_regulation():
    clauses = ["V.B.1", "IV.K.10", "IX.A", "IV.K.2", "IV.A"]
    assert sorted(clauses, key=clause_map._order) == ["IV.A", "IV.K.2", "IV.K.10", "V.B.1", "IX.A"]


@pytest.mark.parametrize("wrong", ["iv.a", "IV.1", "150", "", "IV.K.1.f.2"])
def test_what_is_no_citation_cannot_be_cited(wrong):
    with pytest.raises(ValueError, match="citation"):
        cite(wrong)
