-- 社区和哪些单位结对共建？签约了吗？
-- Which organisations has a community tied to itself, and was it signed?
select place, partner_organization, partner_kind, mechanism, is_signed, date, source_text
from mart.partnership_register
order by place, partner_organization
