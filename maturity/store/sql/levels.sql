-- One row per level, lowest first.
select level, name_de, name_en from ref_levels order by level
