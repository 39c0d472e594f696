import { type AttributeName, attributes, metrics, prometheusName, spans } from './names.js';

const listed = (names: readonly AttributeName[]): string => names.map(({ name }) => `\`${name}\``).join(', ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

const spanRows = Object.values(spans).map((span) => [
  `\`${span.name}\``,
  span.summary,
  listed(span.attributes),
]);

const metricRows = Object.values(metrics).map((metric) => [
  `\`${metric.name}\``,
  `\`${prometheusName(metric)}\``,
  metric.instrument,
  `\`${metric.unit}\``,
  metric.summary,
  listed(metric.attributes),
]);

const INTRO =
  `Telemetry is made of the events of a run, and holds names, counts, sizes and times only: never a value of a row, nor the
message of an error, which may quote one. Errors are told by code, place and node.

| what | how it is asked for |
| --- | --- |
| traces, metrics and logs over OTLP/HTTP | \`--telemetry [URL]\`, \`OTEL_EXPORTER_OTLP_ENDPOINT\` |
| metrics for Prometheus, while the run goes on | \`--metrics-port N\`; \`OTEL_EXPORTER_PROMETHEUS_HOST\` to be reached from other machines |
| logs as JSON lines | \`--log json\`, \`--log-file FILE\`; \`MILLRACE_LOG=json\`, \`MILLRACE_LOG_FILE\` |
| lineage as OpenLineage events | \`--lineage FILE|URL\`; \`OPENLINEAGE_URL\`, \`OPENLINEAGE_ENDPOINT\`, \`OPENLINEAGE_API_KEY\`, \`OPENLINEAGE_NAMESPACE\` |

Also read: \`OTEL_SERVICE_NAME\`, \`OTEL_RESOURCE_ATTRIBUTES\`, \`OTEL_SDK_DISABLED\`, \`OTEL_{TRACES,METRICS,LOGS}_EXPORTER\` (\`otlp\` or
\`none\`), \`OTEL_METRIC_EXPORT_INTERVAL\`, \`TRACEPARENT\` and \`TRACESTATE\`, and of \`OTEL_EXPORTER_OTLP_*\`, for all signals or for one: \`ENDPOINT\`,
\`HEADERS\`, \`TIMEOUT\`, \`COMPRESSION\`, \`PROTOCOL\` (\`http/protobuf\` or \`http/json\`). What cannot be delivered never fails a run: at its end
2 s at most are spent on what is left, and one warning (\`MR7201\`) tells of it.
`.replaceAll('FILE|URL', 'FILE\\|URL');

/** The page of all names of telemetry, in Markdown. */
export const telemetryReference = (): string =>
  [
    '# Telemetry',
    '',
    INTRO,
    '## Spans',
    '',
    'A run is a trace: run > stage > node, partition, attempt.',
    '',
    ...table(['span', 'what', 'attributes'], spanRows),
    '',
    '## Metrics',
    '',
    ...table(['metric', 'for Prometheus', 'instrument', 'unit', 'what', 'attributes'], metricRows),
    '',
    '## Attributes',
    '',
    ...table(
      ['attribute', 'what'],
      Object.values(attributes).map(({ name, summary }) => [`\`${name}\``, summary]),
    ),
    '',
  ].join('\n');
