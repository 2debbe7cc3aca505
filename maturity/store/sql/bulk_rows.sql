-- One row per line of a trusted long file, all text, in the order of the file. Nothing is sniffed; lines of another width are set aside.
select city, wave, question, answer
from read_csv(
    $path,
    columns = $columns,
    delim = $delimiter,
    header = false,
    skip = 1,
    quote = '',
    escape = '',
    comment = '',
    encoding = 'utf-8',
    nullstr = '',
    strict_mode = true,
    null_padding = false,
    store_rejects = true,
    rejects_limit = $rejects_limit
)
