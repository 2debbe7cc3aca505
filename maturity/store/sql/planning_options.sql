-- One row per permitted code of a planning field.
select field_id, code, value, label_de, label_en from ref_planning_options order by field_id, code
