// Made by `hutong records` from hutong/care/checks/record.py; never edited.
import type { FormSchema, RecordView } from "../schema.ts";

export const KeyCheckIn: FormSchema = {
  "properties": {
    "found": {
      "description": "见到谁，看到什么，与档案和走访记录是否一致",
      "format": "text",
      "maxLength": 1000,
      "title": "核查情况",
      "type": "string",
      "x-order": 2
    },
    "mode": {
      "enum": [
        "home",
        "school",
        "phone",
        "elsewhere"
      ],
      "title": "核查方式",
      "type": "string",
      "x-labels": {
        "elsewhere": "其他地点",
        "home": "入户",
        "phone": "电话或视频",
        "school": "到校"
      },
      "x-order": 1,
      "x-usual": "home"
    },
    "on": {
      "format": "date",
      "title": "核查日期",
      "type": "string",
      "x-not-after": "today",
      "x-order": 0,
      "x-usual": "today"
    },
    "problems": {
      "description": "没有发现问题，可以不填。",
      "items": {
        "properties": {
          "due": {
            "format": "date",
            "title": "整改期限",
            "type": "string",
            "x-not-before": "on",
            "x-order": 1
          },
          "text": {
            "description": "写一个问题，例如：炉子漏烟",
            "format": "text",
            "maxLength": 300,
            "title": "问题",
            "type": "string",
            "x-order": 0
          }
        },
        "required": [
          "text",
          "due"
        ],
        "type": "object"
      },
      "maxItems": 10,
      "title": "发现的问题",
      "type": "array",
      "x-order": 3
    }
  },
  "required": [
    "on",
    "mode",
    "found"
  ],
  "type": "object",
  "x-refuse": []
};

export const view: RecordView = {
  "others": [
    {
      "name": "on",
      "title": "核查日期"
    },
    {
      "name": "mode_label",
      "title": "核查方式"
    },
    {
      "name": "checker_name",
      "title": "核查人"
    }
  ],
  "texts": [
    "found"
  ]
};
