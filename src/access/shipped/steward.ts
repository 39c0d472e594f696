/** What the role `steward` may do. */
export const steward = `// A steward answers for the data: sees all of it as it is, says what columns are, and puts rows right that did not pass.

@id("steward-read")
@description("Pipelines, runs, and all rows of datasets.")
permit (
  principal in Millrace::Role::"steward",
  action in [
    Millrace::Action::"pipeline.read",
    Millrace::Action::"run.read",
    Millrace::Action::"dataset.describe",
    Millrace::Action::"dataset.read"
  ],
  resource
);

@id("steward-clear")
@description("All columns as they are, personal and sensitive ones as well.")
permit (
  principal in Millrace::Role::"steward",
  action == Millrace::Action::"column.read",
  resource
);

@id("steward-quarantine")
@description("Rows that did not pass, and replaying them.")
permit (
  principal in Millrace::Role::"steward",
  action in [
    Millrace::Action::"quarantine.read",
    Millrace::Action::"run.replay"
  ],
  resource
);

@id("steward-classify")
@description("Says of a column that it is personal, sensitive, or neither.")
permit (
  principal in Millrace::Role::"steward",
  action == Millrace::Action::"column.classify",
  resource
);
`;
