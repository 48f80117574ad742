"""Who may do what: one table of every address and method for every kind of person, tried out and written as a page.

To add an address to the table:
1. Put a `Row` into `table.py`, into the area where people look for it: method, address as Flask has it (without
   converters: `<round_>`, not `<int:round_>`), what it is for in plain English, and a pattern of `rights.py` that says
   who may. `PATTERN.but(hr=REFUSED)` changes some of a pattern.
2. If the form has to hold something for the address to answer well, add it to `sends`; if the address names something
   new, let `world.py` make one and put its id into `values`.
3. `python -m tests.access.document` writes `docs/access.md` anew.
The tests fail for an address that is not in the table, for one that answers otherwise than the table says, and for a
page that is out of date.
"""
