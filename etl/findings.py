"""Findings: one thing wrong in a file, as a value. Each code has a number, a severity and a sentence pair."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from maturity.language import N_, _

Severity = Literal["error", "note"]


class Message(NamedTuple):
    """What a finding's code means: its number, severity, what is wrong, how to mend it."""

    number: str
    severity: Severity
    problem: str
    fix: str


CATALOGUE: dict[str, Message] = {
    "file_empty": Message(
        "F01", "error", N_("The file is empty."), N_("Please export the survey again and upload that file.")
    ),
    "file_unreadable": Message(
        "F22",
        "error",
        N_("The file cannot be read from the disk."),
        N_("Please check that it is there and that you may open it."),
    ),
    "level_out_of_range": Message(
        "F14",
        "error",
        N_("“{value}” is not between {expected}."),
        N_("Please change it in the file and upload it again."),
    ),
    # The reader: see etl/read.py. Numbers from N on are notes about what was changed or assumed.
    "no_rows": Message(
        "F02",
        "error",
        N_("There are no answers below the header (row {row})."),
        N_("Please fill in the table and upload it again."),
    ),
    "header_missing": Message(
        "F03",
        "error",
        N_("The table has no header: its first row holds only numbers, “{value}” in the first column."),
        N_("Please add a row with the headings above the data."),
    ),
    "heading_missing": Message(
        "F03",
        "error",
        N_("The table has no header: “{value}” stands where the heading “{expected}” should be."),
        N_("Please add a row with the headings above the data."),
    ),
    "header_assumed": Message(
        "F04", "note", N_("The header seems to stand in row {row}."), N_("Please check, or name the header’s row.")
    ),
    "header_rows_merged": Message(
        "F05",
        "note",
        N_("The header has two rows; they were joined to one."),
        N_("Please check the headings shown."),
    ),
    "footer_left_out": Message(
        "F06",
        "note",
        N_("“{value}” below the data was not taken as an answer."),
        N_("Please check that this is right."),
    ),
    "header_repeated": Message(
        "F07",
        "note",
        N_("The header stands in the table again and was left out, times: {count}."),
        N_("Nothing needs to be done."),
    ),
    "header_doubled": Message(
        "F07",
        "note",
        N_("The header stands directly below itself again and was left out."),
        N_("Please check that this row holds no answers."),
    ),
    "second_table": Message(
        "F07",
        "error",
        N_("A second table begins here, with “{value}”."),
        N_("Please upload each table as a file of its own."),
    ),
    "row_ragged": Message(
        "F08",
        "error",
        N_("The row has {value} instead of {expected} cells."),
        N_("Please look for a missing or surplus separator in this row."),
    ),
    "quote_unclosed": Message(
        "F09",
        "error",
        N_("A quotation mark opens here and is never closed: “{value}”."),
        N_("Please add the closing quotation mark or delete the opening one."),
    ),
    "quote_unopened": Message(
        "F09",
        "error",
        N_("A cell of several lines begins here, whose quotation mark at the beginning is missing: “{value}”."),
        N_("Please add the opening quotation mark or delete the closing one."),
    ),
    "quote_inside_cell": Message(
        "F10",
        "error",
        N_("A single quotation mark stands inside this cell: “{value}”."),
        N_("Please double it and put the whole cell in quotation marks, or delete it."),
    ),
    "encoding_broken": Message(
        "F11",
        "error",
        N_("Byte {position} of the file ({value}) is no character."),
        N_("Please save the file as “CSV UTF-8”."),
    ),
    "encoding_mixed": Message(
        "F11",
        "error",
        N_("The file mixes two encodings: byte {position} ({value}) is not UTF-8, other places are."),
        N_("Please save the file as “CSV UTF-8” and check the umlauts."),
    ),
    "mojibake": Message(
        "F11",
        "error",
        N_("“{value}” looks like wrongly converted umlauts; probably “{expected}” is meant."),
        N_("Please export the file again as UTF-8 or correct the text."),
    ),
    "character_forbidden": Message(
        "F12",
        "error",
        N_("The cell holds a character that does not belong in a text ({value})."),
        N_("Please type the cell’s text again."),
    ),
    "delimiter_ambiguous": Message(
        "F13",
        "error",
        N_("The columns can be separated in more than one way: by {value} or by {expected}."),
        N_("Please say which separator is right, or export the file with semicolons."),
    ),
    "decimal_comma": Message(
        "F13",
        "error",
        N_("Commas separate the cells of this file, so “{value}” became several cells; a decimal comma is likely."),
        N_("Please put such numbers in quotation marks or export the file with semicolons."),
    ),
    "formula_without_value": Message(
        "F21",
        "error",
        N_("The cell holds a formula without a stored result."),
        N_("Please open and save the file in Excel or LibreOffice, or enter the value itself."),
    ),
    "sheet_chosen": Message(
        "F21",
        "note",
        N_("Of several filled sheets only “{value}” was read, not {expected}."),
        N_("Please choose another sheet if this is wrong."),
    ),
    "sheet_assumed": Message(
        "F21",
        "note",
        N_("Several sheets are filled; “{value}” was read, not {expected}."),
        N_("Please choose another sheet if this is wrong."),
    ),
    "sheet_hidden": Message(
        "F21", "note", N_("The sheet “{value}” is hidden and was not read."), N_("Please check that this is right.")
    ),
    "rows_hidden": Message(
        "F21", "note", N_("Hidden rows, which were read, too: {count}."), N_("Please check that this is right.")
    ),
    "cells_merged": Message(
        "F21",
        "note",
        N_("Merged cells, whose text counts for each of them: {count}, the first {value}."),
        N_("Please check that this is right."),
    ),
    "wrong_kind": Message(
        "F22",
        "error",
        N_("The file is {value}."),
        N_("{cure}"),
    ),
    "workbook_too_large": Message(
        "F23",
        "error",
        N_("The workbook is too large ({value})."),
        N_("Please copy only the filled cells to a new workbook and upload that."),
    ),
    "workbook_forbidden_part": Message(
        "F24",
        "error",
        N_("The workbook has a part that is not permitted ({value})."),
        N_("Please copy the cells to a new workbook and upload that."),
    ),
    "text_too_large": Message(
        "F25",
        "error",
        N_("The file is too large ({value})."),
        N_("Please upload only the table with the answers."),
    ),
    "encoding_assumed": Message(
        "N01",
        "note",
        N_("The text was read as {value}."),
        N_("Please check the umlauts."),
    ),
    "blank_rows_left_out": Message("N02", "note", N_("Blank rows left out: {count}."), N_("Nothing needs to be done.")),
    "empty_columns_left_out": Message(
        "N03", "note", N_("Empty columns on the right left out: {count}."), N_("Nothing needs to be done.")
    ),
    "trailing_delimiters_left_out": Message(
        "N04",
        "note",
        N_("Every row ends with a surplus separator; it was left out."),
        N_("Nothing needs to be done."),
    ),
    "preface_skipped": Message(
        "N05",
        "note",
        N_("Rows above the header, which do not belong to the table: {count}."),
        N_("Please check that this is right."),
    ),
    # Faults of the reference files: data/reference, see etl/reference_checks.py.
    "reference_column_missing": Message(
        "R01",
        "error",
        N_("The column “{column}” is missing in {file}."),
        N_("Please add it to the first line."),
    ),
    "reference_id_empty": Message(
        "R02",
        "error",
        N_("An id is missing in {file}."),
        N_("Please fill the cell or delete the line."),
    ),
    "reference_duplicate": Message(
        "R03",
        "error",
        N_("“{ids}” already stands in line {first_line} of {file}."),
        N_("Please keep one of the two lines."),
    ),
    "reference_id_unknown": Message(
        "R04",
        "error",
        N_("“{value}” in {file} is not to be found in {target}."),
        N_("Please correct the id or add it there."),
    ),
    "reference_not_a_number": Message(
        "R05",
        "error",
        N_("“{value}” in {file} is not a number as needed here."),
        N_("Please write it like {expected}, without thousands separators."),
    ),
    "reference_out_of_range": Message(
        "R06",
        "error",
        N_("“{value}” in {file} is outside the permitted range ({expected})."),
        N_("Please correct the value."),
    ),
    "reference_off_scale": Message(
        "R07",
        "error",
        N_("“{value}” in {file} is not on the question’s scale ({expected})."),
        N_("Please correct the value or the scale of the question."),
    ),
    "reference_text_missing": Message(
        "R08",
        "error",
        N_("A text is missing in {file}."),
        N_("Please fill the cell “{column}”."),
    ),
    "reference_kind_unknown": Message(
        "R09",
        "error",
        N_("“{value}” in {file} is not one of the permitted entries ({expected})."),
        N_("Please use one of them."),
    ),
    "reference_options_missing": Message(
        "R10",
        "error",
        N_("“{item}” in {file} has no option to choose."),
        N_("Please add its options to {target}."),
    ),
    "reference_scale_flat": Message(
        "R11",
        "error",
        N_("The scale in {file} begins and ends with the same value, {value}."),
        N_("Please give scale_min and scale_max different values."),
    ),
    "reference_ags_invalid": Message(
        "R12",
        "error",
        N_("“{value}” in {file} is not a municipality key (AGS) of 8 digits."),
        N_("Please keep its leading 0, or set city_key to “text” in network.toml."),
    ),
    "reference_not_a_date": Message(
        "R13",
        "error",
        N_("“{value}” in {file} is not a date."),
        N_("Please write it like {expected}."),
    ),
    "reference_row_length": Message(
        "R14",
        "error",
        N_("A line of {file} has {found} cells instead of {columns}."),
        N_("Please put texts that contain a semicolon in quotation marks."),
    ),
    "reference_unreadable": Message(
        "R15",
        "error",
        N_("{file} cannot be read ({reason})."),
        N_("Please save it as UTF-8 text and close all quotation marks."),
    ),
    "reference_value_unexpected": Message(
        "R16",
        "error",
        N_("An option of the kind {kind} in {file} has the value {value}."),
        N_("Please leave its value empty: it is never counted."),
    ),
    # The content: see etl/check.py.
    "answer_unknown": Message(
        "F14", "error", N_("“{value}” is not a permitted answer."), N_("Please write one of these: {expected}.")
    ),
    "answer_ambiguous": Message(
        "F14", "error", N_("“{value}” fits several answers."), N_("Please write exactly one of these: {expected}.")
    ),
    "answer_contradicts": Message(
        "F14",
        "error",
        N_("“{value}” names the code {expected}, but its text does not belong to it."),
        N_("Please write the code alone."),
    ),
    "id_lost": Message(
        "F18",
        "error",
        N_("The answer “{value}” stands in a row without an id. Did you mean {near}?"),
        N_("Please add the id of the question."),
    ),
    "row_without_id": Message(
        "F19",
        "note",
        N_("The row holds “{value}”, but no question id; it is not taken."),
        N_("Please check that this is right."),
    ),
    "choice_unknown": Message(
        "F14", "error", N_("“{part}” is not a permitted choice."), N_("Please choose from these: {expected}.")
    ),
    "mark_unknown": Message(
        "F14",
        "error",
        N_("“{value}” does not say whether this choice was ticked."),
        N_("Please write Y for yes and leave the cell empty for no."),
    ),
    "number_unreadable": Message(
        "F14", "error", N_("“{value}” is not a number as needed here."), N_("Please write it like this: {expected}.")
    ),
    "number_ambiguous": Message(
        "F14",
        "error",
        N_("“{value}” can mean two numbers."),
        N_("Please write {as_thousands} or {as_decimal}, whichever is meant."),
    ),
    "number_negative": Message(
        "F14", "error", N_("“{value}” is below zero."), N_("Please change it in the file and upload it again.")
    ),
    "percent_out_of_range": Message(
        "F14",
        "error",
        N_("“{value}” is not a percentage between {expected}."),
        N_("Please write whole per cent, for example 30."),
    ),
    "value_implausible": Message(
        "F14",
        "error",
        N_("“{value}” is not plausible here: it should lie between {expected}."),
        N_("Please check the value, and whether it stands in the right row and unit."),
    ),
    "link_unusable": Message(
        "F14",
        "error",
        N_("“{value}” is not a web address."),
        N_("Please write the whole address, beginning with https://."),
    ),
    "mailbox_unusable": Message(
        "F14", "error", N_("“{value}” is not an e-mail address."), N_("Please give the address of a shared mailbox.")
    ),
    "text_too_long": Message(
        "F14", "error", N_("The text has more than {expected} characters."), N_("Please shorten it.")
    ),
    "date_unreadable": Message(
        "F15", "error", N_("“{value}” is not a date that can be read only one way."), N_("Please write {expected}.")
    ),
    "city_unknown": Message(
        "F16",
        "error",
        N_("“{value}” is not a city of this network."),
        N_("Please write the municipality key or the name of one of these: {expected}."),
    ),
    "city_padded": Message(
        "F16", "note", N_("The key “{value}” had lost its leading zero and was read as {key}."), N_("Please check.")
    ),
    "city_missing": Message(
        "F16",
        "error",
        N_("Nothing says which city these answers belong to."),
        N_("Please name the city in the file or when handing it in."),
    ),
    "city_conflict": Message(
        "F17",
        "error",
        N_("These answers are for {expected}, but “{value}” is named here."),
        N_("Please check the city; nothing was stored."),
    ),
    "column_missing": Message(
        "F18", "error", N_("The column “{wanted}” is missing."), N_("Please add it, or use the template.")
    ),
    "column_missing_near": Message(
        "F18",
        "error",
        N_("The column “{wanted}” is missing. Is it the one headed “{near}”?"),
        N_("Please correct the heading."),
    ),
    "no_question_column": Message(
        "F18",
        "error",
        N_("No column is headed by a question of this survey."),
        N_("Please keep the question ids in the headings, or use the template."),
    ),
    "column_twice": Message(
        "F18",
        "error",
        N_("Columns {first_position} (“{first}”) and {position} (“{column}”) mean the same."),
        N_("Please delete one of them."),
    ),
    "heading_conflict": Message(
        "F18",
        "error",
        N_("The heading “{value}” begins with the id of one question and has the text of another."),
        N_("Please correct the heading."),
    ),
    "column_unnamed": Message(
        "F19",
        "note",
        N_("Column {position} has no heading; what stands in it is not taken, cells: {count}, the first “{value}”."),
        N_("Please check that this is right."),
    ),
    "option_unknown": Message(
        "F18",
        "error",
        N_("The column is one of the choices of {item}, but “{value}” is none of them."),
        N_("Please write one of these in the brackets of the heading: {expected}."),
    ),
    "column_unknown": Message(
        "F19", "note", N_("The column “{value}” is not known and is not taken."), N_("Please check that this is right.")
    ),
    "question_unknown": Message(
        "F19",
        "note",
        N_("“{value}” is no question of this survey and is not taken."),
        N_("Please check that this is right."),
    ),
    "question_misspelt": Message(
        "F19",
        "error",
        N_("“{value}” is no question of this survey. Did you mean {near}?"),
        N_("Please correct the id."),
    ),
    "question_twice": Message(
        "F20",
        "error",
        N_("{item} is answered twice: “{first}” in row {first_row}, “{value}” in row {row}."),
        N_("Please keep only one of the two answers."),
    ),
    "question_repeated": Message(
        "F20",
        "note",
        N_("{item} is answered in row {first_row} already, in the same way."),
        N_("Nothing needs to be done."),
    ),
    "city_twice": Message(
        "F20",
        "error",
        N_("{city} answers twice, in row {first_row} and in row {row}, not in the same way."),
        N_("Please keep only one of the two rows."),
    ),
    "city_repeated": Message(
        "F20",
        "note",
        N_("{city} answers in row {first_row} already, in the same way."),
        N_("Nothing needs to be done."),
    ),
    "no_answers": Message(
        "F02",
        "error",
        N_("The file holds no answer that can be used."),
        N_("Please check that the right file was chosen and that it is filled in."),
    ),
    "response_without_answers": Message(
        "F02", "note", N_("The row holds no answer."), N_("Please check that this is right.")
    ),
    "personal_data": Message(
        "F26",
        "note",
        N_("“{value}” seems to name a person or a personal address."),
        N_("Please use the name of an office and its shared mailbox."),
    ),
    "personal_column": Message(
        "F26",
        "note",
        N_("The column “{value}” seems to hold personal data. Its content is not taken, but stays in the file."),
        N_("Better delete the column before handing the file in."),
    ),
    "wave_unknown": Message(
        "F27", "error", N_("“{value}” is not a wave of this survey."), N_("Please write one of these: {expected}.")
    ),
    "wave_missing": Message(
        "F27",
        "error",
        N_("Nothing says which wave these answers belong to."),
        N_("Please name one of these, in the file or when handing it in: {expected}."),
    ),
    "wave_conflict": Message(
        "F27",
        "error",
        N_("These answers are for wave {expected}, but “{value}” is named here."),
        N_("Please check the wave; nothing was stored."),
    ),
    "reference_name_twice": Message(
        "R18",
        "note",
        N_("“{value}” in {file} is also the name in line {first_line}."),
        N_("Nothing needs to be done: pages show the key behind the name."),
    ),
    "reference_dates_missing": Message(
        "R19",
        "note",
        N_("The wave in {file} has no first or no last day."),
        N_("It is open until the coordination office closes it."),
    ),
    "reference_never_asked": Message(
        "R21",
        "error",
        N_("The question in {file} ends with wave “{value}”, before the one it begins with, {expected}."),
        N_("Please correct one of the two."),
    ),
    "reference_id_lost": Message(
        "R17",
        "error",
        N_("{count} ids of {file} are gone, among them {value}."),
        N_("Please leave them in; a question ends by “asked_until”, a city by its membership."),
    ),
    "wave_planned": Message(
        "F27",
        "error",
        N_("Wave {value} is not open yet."),
        N_("Please wait until it opens, or choose another wave."),
    ),
    "wave_closed": Message(
        "F27",
        "error",
        N_("Wave {value} is closed and takes no answers."),
        N_("Please ask the coordination office whether it can be opened again."),
    ),
    "not_a_member": Message(
        "F28",
        "error",
        N_("{city} does not take part in wave {wave_id}."),
        N_("Please check the city and the wave, or ask the coordination office."),
    ),
    "response_unfinished": Message(
        "F29",
        "note",
        N_("This answer sheet was not submitted in the survey tool and is not taken."),
        N_("Please submit it there and export again if it should count."),
    ),
    "product_unknown": Message(
        "F30", "note", N_("The product “{value}” is not in the product list; it is kept as text."), N_("Please check.")
    ),
    "survey_codes": Message(
        "F31",
        "note",
        N_("The survey tool’s code “{value}” was read as answer {expected}."),
        N_("If its codes are counted differently, please say so before confirming."),
    ),
    "file_changed": Message(
        "F32",
        "error",
        N_("This is not the file that was shown before."),
        N_("Please look at the check of this file first, then confirm."),
    ),
    "sheets_taken": Message(
        "F21",
        "note",
        N_("{count} sheets have the same headings and were all taken: {value}."),
        N_("Please check that this is right."),
    ),
    "part_in_two_sheets": Message(
        "F20",
        "error",
        N_("{city} answers for {wave_id} in this sheet and in “{first}”."),
        N_("Please keep one of the two sheets."),
    ),
    "comments_left_out": Message(
        "F19",
        "note",
        N_("The column “{value}” holds {count} remarks, which are not taken."),
        N_("Nothing needs to be done if they are for your own use."),
    ),
    "columns_hidden": Message(
        "F21",
        "note",
        N_("{count} columns are hidden in the workbook and were read like any other: {value}."),
        N_("Please check that they may be read."),
    ),
    "blanks_behind_delimiters": Message(
        "N06",
        "note",
        N_("A blank stands behind nearly every separator; it was read as part of the separator."),
        N_("Nothing needs to be done."),
    ),
    "header_doubtful": Message(
        "F03",
        "note",
        N_("The header looks like the rows below it, “{value}” in the first column; perhaps the headings are missing."),
        N_("Please check, and add a row with the headings if there is none."),
    ),
    "header_cells_merged": Message(
        "F21",
        "note",
        N_("Merged cells belong to the header in row {row}; their text was taken for each of their columns."),
        N_("Please check the headings shown."),
    ),
    "kinds_change": Message(
        "F07",
        "note",
        N_("From here on the columns hold something else; perhaps a second table begins."),
        N_("Please check, and upload each table as a file of its own."),
    ),
    "footer_holds_answer": Message(
        "F06",
        "error",
        N_("The last row with “{value}” was taken for a remark, but it names a question or a city."),
        N_("Please fill in the row or delete it."),
    ),
    "tool_codes": Message(
        "F31",
        "error",
        N_("The answers are numbers that {expected} gave them: 1 may be the first answer or the level 1."),
        N_("Please export the answers as texts. {cure}"),
    ),
    "city_coded": Message(
        "F16",
        "error",
        N_("“{value}” is the survey tool’s code of a city."),
        N_("Please export the answers as texts, or write the municipality key or one of these names: {expected}."),
    ),
    "header_labels": Message(
        "F05",
        "note",
        N_("{count} rows below the header name columns, too; they hold no answers."),
        N_("Please check the headings shown."),
    ),
    "header_codes": Message(
        "F05",
        "note",
        N_("This row holds the questions’ codes, beginning with {value}; it was taken as the header."),
        N_("Please check the headings shown."),
    ),
    "nothing_changed": Message(
        "F35",
        "note",
        N_("No change: the file holds the same answers as the ones in force."),
        N_("Nothing needs to be done."),
    ),
    "bulk_unsuitable": Message(
        "F33",
        "error",
        N_("A file of this size can only be taken in the long layout; {value}."),
        N_("Please export it as city_id;wave_id;question_id;answer or divide it."),
    ),
    "more_places": Message(
        "F34", "note", N_("The same holds for {count} more rows that are not listed."), N_("Please correct them all.")
    ),
    "answers_lost": Message(
        "F36",
        "error",
        N_("{count} of {total} answers in force are not in this file and would be lost."),
        N_("Please choose: replace them (--replace), or keep what this file does not say (--merge)."),
    ),
    "answers_kept": Message(
        "F36",
        "note",
        N_("{count} answers that the file does not name were kept from what was in force."),
        N_("Nothing needs to be done."),
    ),
    "questions_unrecognised": Message(
        "F37",
        "note",
        N_("{count} columns or ids look like questions and mean none, “{value}” first; recognised were {known}."),
        N_("Please check that this is the right survey and that headings are question ids or the questions’ texts."),
    ),
    "partly_recognised": Message(
        "F37",
        "error",
        N_("{count} columns or ids look like questions and mean none; taken would be only the {known} others."),
        N_("Please check the file. If it is right, choose: replace (--replace), or keep the other answers (--merge)."),
    ),
    "not_published": Message(
        "F91",
        "note",
        N_("The answers are stored, but the pages do not show them yet."),
        N_("You need do nothing: they are published as soon as it is possible."),
    ),
    # The export of the Förderdatenbank: see etl/programmes. A document with a fault takes no other with it.
    "programme_document_refused": Message(
        "P01",
        "note",
        N_("The document “{file}” was left out: {value}."),
        N_("Please look at this programme in the Förderdatenbank itself."),
    ),
    "programme_document_broken": Message(
        "P02",
        "note",
        N_("The document “{file}” was left out: it is no XML from line {line} on."),
        N_("Please look at this programme in the Förderdatenbank itself."),
    ),
    "programme_structure_unknown": Message(
        "P03",
        "note",
        N_("In the document “{file}”, “{found}” does not look as expected."),
        N_("Please look at this programme in the Förderdatenbank itself."),
    ),
    "programme_document_repaired": Message(
        "P04",
        "note",
        N_("The document “{file}” holds characters that XML forbids; they were left out."),
        N_("Nothing needs to be done."),
    ),
    "programme_row_broken": Message(
        "P05",
        "note",
        N_("The row was left out: “{value}” cannot be read."),
        N_("Please look at this programme in the Förderdatenbank itself."),
    ),
    "programme_twice": Message(
        "P06",
        "note",
        N_("The programme “{file}” is in the file twice; the first one was taken."),
        N_("Nothing needs to be done."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing wrong, with its place.

    Args:
        code: a key of CATALOGUE.
        row: as the spreadsheet shows it, the first row is 1; None where the whole file is meant.
        column: the column's heading as it stands in the file.
        value: the offending text as it stands in the file.
        expected: what may stand there, in words.
        line: the physical line of a text file, where it differs from `row`.
        sheet: the sheet of a workbook of which several were taken.
        details: further placeholders of the sentences.
    """

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None
    line: int | None = None
    details: dict[str, object] = field(default_factory=dict)
    sheet: str | None = None

    @property
    def message(self) -> Message:
        """What the code means."""
        return CATALOGUE[self.code]

    @property
    def severity(self) -> Severity:
        """`error` blocks the file, `note` does not."""
        return self.message.severity

    @property
    def place(self) -> str:
        """`Zeile 14, Spalte EAK01`, or empty for the whole file."""
        parts = []
        if self.sheet is not None:
            parts.append(_("Sheet {name}").format(name=self.sheet))
        if self.row is not None:
            parts.append(_("Row {row}").format(row=self.row))
        if self.line is not None and self.line != self.row:
            parts.append(_("text line {line}").format(line=self.line))
        if self.column is not None:
            parts.append(_("column {column}").format(column=self.column))
        return ", ".join(parts)

    @property
    def problem(self) -> str:
        """What is wrong, in the reader's language, without the place."""
        return self._filled(self.message.problem)

    @property
    def sentence(self) -> str:
        """What is wrong and how to mend it, in the reader's language, without the place."""
        return f"{self.problem} {self._filled(self.message.fix)}"

    def _filled(self, text: str) -> str:
        values = {"value": self.value, "expected": self.expected, "column": self.column, "row": self.row}
        return _(text).format_map({**values, **self.details})

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence
