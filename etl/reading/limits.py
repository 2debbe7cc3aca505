"""How large an uploaded file may be. A city's answers are a few kilobytes; these bounds only stop bombs."""

MAX_BYTES = 20_000_000
MAX_BULK_BYTES = 300_000_000  # of a file that the operator takes in on the command line
MAX_ROWS = 50_000
MAX_COLUMNS = 16_384  # as many as a spreadsheet has; what bounds memory is the number of cells
MAX_CELL = 32_767  # characters; the most a spreadsheet cell can hold
MAX_CELLS = 1_000_000  # of a table as wide as its header and as long as its rows
MAX_LINE = 1_000_000  # bytes of one physical line of text
MAX_LINES = 500_000
MAX_FINDINGS = 10_000  # that one step names; the others are counted

MAX_UNPACKED = 50_000_000  # bytes of a workbook without its compression
MAX_RATIO = 100  # unpacked to packed, for parts above a megabyte
MAX_MERGED = 10_000  # merged ranges of a sheet
MAX_ENTRIES = 200
MAX_WORKBOOK_TEXT = 50_000_000  # characters of all cells; one shared text can be used a million times

CHILD_MEMORY = 300_000_000  # bytes of address space; enough for 900 columns of 400 cities
CHILD_CPU = 20  # seconds
CHILD_WALL = 25  # seconds
