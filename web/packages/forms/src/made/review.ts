// Made by `hutong records` from hutong/children/reviews/record.py; never edited.
import type { FormSchema, RecordView } from "../schema.ts";

export const ReviewAnswerIn: FormSchema = {
  "properties": {
    "answer": {
      "enum": [
        "agreed",
        "sent_back"
      ],
      "title": "复核意见",
      "type": "string",
      "x-labels": {
        "agreed": "同意",
        "sent_back": "退回"
      },
      "x-order": 0
    },
    "reason": {
      "maxLength": 200,
      "title": "退回理由",
      "type": "string",
      "x-order": 1,
      "x-show-if": {
        "field": "answer",
        "in": [
          "sent_back"
        ]
      }
    }
  },
  "required": [
    "answer"
  ],
  "type": "object",
  "x-refuse": []
};

export const view: RecordView = {
  "others": [
    {
      "name": "kind_label",
      "title": "办理种类"
    },
    {
      "name": "made_on",
      "title": "办理日期"
    },
    {
      "name": "made_name",
      "title": "办理人"
    },
    {
      "name": "answer_label",
      "title": "复核意见"
    },
    {
      "name": "answer_reason",
      "title": "退回理由"
    },
    {
      "name": "answered_name",
      "title": "复核人"
    },
    {
      "name": "answered_on",
      "title": "复核日期"
    }
  ],
  "texts": [
    "text"
  ]
};
