/** What the role `operator` may do. */
export const operator = `// An operator keeps pipelines going: starts and ends runs, sends files, and looks at what did not pass, masked as for a viewer.

@id("operator-read")
@description("Pipelines, runs, and all rows of datasets.")
permit (
  principal in Millrace::Role::"operator",
  action in [
    Millrace::Action::"pipeline.read",
    Millrace::Action::"run.read",
    Millrace::Action::"dataset.describe",
    Millrace::Action::"dataset.read"
  ],
  resource
);

@id("operator-runs")
@description("Starts runs, and ends them.")
permit (
  principal in Millrace::Role::"operator",
  action in [
    Millrace::Action::"run.start",
    Millrace::Action::"run.cancel"
  ],
  resource
);

@id("operator-uploads")
@description("Sends files, and sees and manages those that were sent.")
permit (
  principal in Millrace::Role::"operator",
  action in [
    Millrace::Action::"channel.read",
    Millrace::Action::"upload.write",
    Millrace::Action::"upload.read",
    Millrace::Action::"upload.manage"
  ],
  resource
);

@id("operator-quarantine")
@description("Rows that did not pass; their columns as in datasets.")
permit (
  principal in Millrace::Role::"operator",
  action == Millrace::Action::"quarantine.read",
  resource
);

@id("operator-clear")
@description("Columns that are neither personal nor sensitive, as they are.")
permit (
  principal in Millrace::Role::"operator",
  action == Millrace::Action::"column.read",
  resource
)
when { resource.class == Millrace::Class::"none" };

@id("operator-masked")
@description("Personal columns, by the mask of their type. Sensitive ones are not shown at all: nothing permits them.")
@mask("mask")
permit (
  principal in Millrace::Role::"operator",
  action == Millrace::Action::"column.masked",
  resource
)
when { resource.class == Millrace::Class::"personal" };
`;
