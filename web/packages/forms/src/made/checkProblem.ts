// Made by `hutong records` from hutong/care/checks/record.py; never edited.
import type { FormSchema, RecordView } from "../schema.ts";

export const FixedIn: FormSchema = {
  "properties": {
    "note": {
      "format": "text",
      "maxLength": 300,
      "title": "整改情况",
      "type": "string",
      "x-order": 0
    }
  },
  "required": [
    "note"
  ],
  "type": "object",
  "x-refuse": []
};

export const view: RecordView = {
  "others": [
    {
      "name": "found_on",
      "title": "发现日期"
    },
    {
      "name": "due",
      "title": "整改期限"
    },
    {
      "name": "fixed_on",
      "title": "整改完成日期"
    },
    {
      "name": "fixed_name",
      "title": "办理人"
    }
  ],
  "texts": [
    "text",
    "fixed_note"
  ]
};
