/** Forms described once, as a small subset of JSON Schema; each app draws them with one component of its own. */
export type { Field, FieldSchema, FormSchema, PhoneRecord, RecordView, RuleError, Values, Widget } from "./schema.ts";
export { changedValues, fieldsOf, shown, textOf, widgetOf } from "./fields.ts";
export { missing } from "./check.ts";
export { checkGroup } from "./file.ts";
export {
  answered,
  answerTo,
  blankVisit,
  missingOf,
  needsReasons,
  nothingChanged,
  unexplained,
  type Answer,
  type Questions,
  type ToAsk,
  type VisitForm,
} from "./visit.ts";
export { VISIT_WORDS, visitWords } from "./signed.ts";
export { blank, check } from "./rules.ts";
export { fromNumber } from "./number.ts";
export { onPhone, records, views, type Recorded } from "./made/index.ts";
