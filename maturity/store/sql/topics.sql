-- One row per topic, in its order.
select topic_id, position, dimension_id, name_de, long_name_de, name_en, sensitive = 1 as is_sensitive
from ref_topics
order by position, topic_id
