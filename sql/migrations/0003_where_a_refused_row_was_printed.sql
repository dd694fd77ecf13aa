-- purpose: Refused rows say which article, lines and code points they are of; migrations are on record.
-- changes: none
alter table ops.rejection add column article_ordinal integer;
alter table ops.rejection add column line_from integer;
alter table ops.rejection add column line_to integer;
alter table ops.rejection add column body_start integer;
alter table ops.rejection add column body_end integer;
create table ops.migration (
    schema_version bigint not null,
    name text not null,
    sha256 text not null,
    applied_at timestamp not null,
    batch_key bigint not null,
    primary key (schema_version)
);
