// Made by `hutong records` from hutong/**/record.py; never edited.
import type { PhoneRecord } from "../schema.ts";
import * as checkProblem from "./checkProblem.ts";
import * as keyCheck from "./keyCheck.ts";
import * as question from "./question.ts";
import * as visit from "./visit.ts";
import * as review from "./review.ts";

/** What is asked. */
export const records = { FixedIn: checkProblem.FixedIn, KeyCheckIn: keyCheck.KeyCheckIn, QuestionIn: question.QuestionIn, VisitIn: visit.VisitIn, ReviewAnswerIn: review.ReviewAnswerIn };
export type Recorded = keyof typeof records;

/** How a row of a record's list reads. */
export const views = { checkProblem: checkProblem.view, keyCheck: keyCheck.view, review: review.view };

/** Records that phones hold and may make. */
export const onPhone: PhoneRecord[] = [visit.phone];
