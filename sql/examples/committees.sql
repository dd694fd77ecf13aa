-- 成立了多少业委会和物管会？
-- How many owners' and property management committees were founded?
select unit, owners_committees, management_committees, total, party_member_share_min, as_of, source_text
from mart.owners_committee_coverage
order by unit nulls last, as_of
