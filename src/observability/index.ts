export { logTarget, type TelemetryOptions } from './settings.js';
export { openTelemetry, type Telemetry, type TelemetryPlace } from './telemetry.js';
