"""Files that hold other files or sheets: archives of data.police.uk and workbooks of published tables."""
