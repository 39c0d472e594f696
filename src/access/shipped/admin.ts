/** What the role `admin` may do. */
export const admin = `// An admin manages the service, its people and their access, and does what operators and authors do. Personal and sensitive
// columns are not theirs to see in clear: who can give rights does not have all of them. Replaying and classifying are a steward's.

@id("admin-read")
@description("Pipelines, runs, and all rows of datasets.")
permit (
  principal in Millrace::Role::"admin",
  action in [
    Millrace::Action::"pipeline.read",
    Millrace::Action::"run.read",
    Millrace::Action::"dataset.describe",
    Millrace::Action::"dataset.read"
  ],
  resource
);

@id("admin-service")
@description("The service, access to it, and the audit trail.")
permit (
  principal in Millrace::Role::"admin",
  action in [
    Millrace::Action::"service.manage",
    Millrace::Action::"access.explain",
    Millrace::Action::"access.manage",
    Millrace::Action::"audit.read"
  ],
  resource
);

@id("admin-runs")
@description("Starts runs, and ends them.")
permit (
  principal in Millrace::Role::"admin",
  action in [
    Millrace::Action::"run.start",
    Millrace::Action::"run.cancel"
  ],
  resource
);

@id("admin-uploads")
@description("Sends files, and sees and manages those that were sent.")
permit (
  principal in Millrace::Role::"admin",
  action in [
    Millrace::Action::"channel.read",
    Millrace::Action::"upload.write",
    Millrace::Action::"upload.read",
    Millrace::Action::"upload.manage"
  ],
  resource
);

@id("admin-documents")
@description("Reads documents, and writes new versions of them.")
permit (
  principal in Millrace::Role::"admin",
  action in [
    Millrace::Action::"document.read",
    Millrace::Action::"document.write"
  ],
  resource
);

@id("admin-quarantine")
@description("Rows that did not pass; their columns as in datasets.")
permit (
  principal in Millrace::Role::"admin",
  action == Millrace::Action::"quarantine.read",
  resource
);

@id("admin-clear")
@description("Columns that are neither personal nor sensitive, as they are.")
permit (
  principal in Millrace::Role::"admin",
  action == Millrace::Action::"column.read",
  resource
)
when { resource.class == Millrace::Class::"none" };

@id("admin-masked")
@description("Personal columns, by the mask of their type. Sensitive ones are not shown at all: nothing permits them.")
@mask("mask")
permit (
  principal in Millrace::Role::"admin",
  action == Millrace::Action::"column.masked",
  resource
)
when { resource.class == Millrace::Class::"personal" };
`;
