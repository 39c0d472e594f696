import type { Attributes, Meter } from '@opentelemetry/api';
import { type MetricName, metrics } from '../names.js';

/** What a metric takes: a counter adds, a gauge is set, a histogram records. */
type Take = (value: number, attributes: Attributes) => void;

/** The metrics of Millrace, ready to take values. */
export type Instruments = Readonly<Record<keyof typeof metrics, Take>>;

/** Seconds: stages take from a few milliseconds to hours. */
const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14_400];

const instrument = (meter: Meter, { name, instrument: form, unit, summary }: MetricName): Take => {
  const options = { unit, description: summary };
  switch (form) {
    case 'counter': {
      const made = meter.createCounter(name, options);
      return (value, attributes) => made.add(value, attributes);
    }
    case 'updown': {
      const made = meter.createUpDownCounter(name, options);
      return (value, attributes) => made.add(value, attributes);
    }
    case 'gauge': {
      const made = meter.createGauge(name, options);
      return (value, attributes) => made.record(value, attributes);
    }
    case 'histogram': {
      const made = meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries: SECONDS } });
      return (value, attributes) => made.record(value, attributes);
    }
  }
};

export const createInstruments = (meter: Meter): Instruments =>
  Object.fromEntries(
    Object.entries(metrics).map(([key, declared]) => [key, instrument(meter, declared)]),
  ) as Instruments;
