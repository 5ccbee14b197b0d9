"""Instruments as spreadsheet forms: the part of XLSForm that an instrument can be, read and written. Pure.

`read_form` makes an instrument, finished or not, of the sheets of a workbook; `sheets_of` writes the sheets, and
`workbook_of` the file. What XLSForm has no column for stands in columns of our own that begin with `cjnudge_`, and in
notes whose names begin with `cjnudge.`, so that other tools can still show the form.
"""
