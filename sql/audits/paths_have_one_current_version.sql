-- purpose: A path has one current page version, valid from its loading until it is replaced.
-- severity: stop
-- table: dim_source
-- scope: whole
select relative_path, count(*) filter (is_current) as current_versions
from dim_source
where source_key <> 0
group by relative_path
having count(*) filter (is_current) > 1 or count(*) filter (is_current <> (valid_to is null) or valid_from is null) > 0
