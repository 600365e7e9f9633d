"""The accounts of the demonstration are said in columns, whatever the length of an address."""

import json

from throughcare.server import site


def test_no_password_runs_into_an_address(tmp_path, monkeypatch):
    known = [
        {"email": f"{name}@demo.example", "password": "secret-1", "name": "Ann Other", "role": "analyst", "area": area}
        for name, area in (("analyst", ""), ("probation.services.officer.northumbria", "Northumbria"))
    ]  # fmt: skip
    (tmp_path / "demo-accounts.json").write_text(json.dumps(known))
    monkeypatch.setattr(site, "var_folder", lambda: tmp_path)
    rows = [line for line in site.demo_accounts().splitlines() if "@" in line]
    assert [line.split()[:2] for line in rows] == [[one["email"], "secret-1"] for one in known]
    assert len({line.index("secret-1") for line in rows}) == 1
