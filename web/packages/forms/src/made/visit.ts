// Made by `hutong records` from hutong/care/record.py; never edited.
import type { FormSchema, PhoneRecord } from "../schema.ts";

export const VisitIn: FormSchema = {
  "properties": {
    "findings": {
      "enum": [
        "living",
        "guardianship",
        "schooling",
        "health",
        "safety",
        "mood"
      ],
      "title": "查看情况",
      "type": "object",
      "x-answers": {
        "changed": "有变化",
        "normal": "正常",
        "problem": "有问题"
      },
      "x-labels": {
        "guardianship": "家庭监护",
        "health": "身体健康",
        "living": "生活保障",
        "mood": "情绪",
        "safety": "安全",
        "schooling": "就学"
      },
      "x-order": 8
    },
    "mode": {
      "enum": [
        "home",
        "school",
        "phone",
        "elsewhere"
      ],
      "title": "走访方式",
      "type": "string",
      "x-labels": {
        "elsewhere": "其他地点",
        "home": "入户",
        "phone": "电话或视频",
        "school": "到校"
      },
      "x-order": 1
    },
    "next_on": {
      "format": "date",
      "title": "约定日期",
      "type": "string",
      "x-not-before": "on",
      "x-order": 13
    },
    "next_steps": {
      "format": "text",
      "maxLength": 500,
      "title": "答应要做的事",
      "type": "string",
      "x-order": 12
    },
    "no_change": {
      "title": "没有变化",
      "type": "boolean",
      "x-order": 7
    },
    "notes": {
      "maxLength": 500,
      "title": "情况说明",
      "type": "object",
      "x-order": 9
    },
    "on": {
      "format": "date",
      "title": "走访日期",
      "type": "string",
      "x-not-after": "today",
      "x-order": 0,
      "x-usual": "today"
    },
    "place_text": {
      "maxLength": 100,
      "title": "地点",
      "type": "string",
      "x-order": 2
    },
    "risk": {
      "enum": [
        "high",
        "medium",
        "low"
      ],
      "title": "风险等级",
      "type": "string",
      "x-labels": {
        "high": "高风险",
        "low": "低风险",
        "medium": "中风险"
      },
      "x-order": 10
    },
    "risk_reasons": {
      "format": "text",
      "maxLength": 500,
      "title": "风险理由",
      "type": "string",
      "x-order": 11
    },
    "seen": {
      "items": {
        "enum": [
          "child",
          "carer",
          "parent",
          "teacher",
          "neighbour"
        ],
        "type": "string"
      },
      "title": "见到的人",
      "type": "array",
      "x-labels": {
        "carer": "照护人",
        "child": "儿童本人",
        "neighbour": "邻居",
        "parent": "父母",
        "teacher": "老师"
      },
      "x-order": 3
    },
    "spoke_alone": {
      "title": "是否单独与儿童交谈",
      "type": "boolean",
      "x-order": 4
    },
    "words": {
      "format": "text",
      "maxLength": 2000,
      "title": "儿童自己的话",
      "type": "string",
      "x-order": 5
    },
    "words_by": {
      "enum": [
        "speech",
        "drawing",
        "sign",
        "interpreter"
      ],
      "title": "表达方式",
      "type": "string",
      "x-labels": {
        "drawing": "画画",
        "interpreter": "他人翻译",
        "sign": "手势或手语",
        "speech": "口述"
      },
      "x-order": 6
    }
  },
  "required": [
    "on",
    "mode"
  ],
  "type": "object",
  "x-refuse": [
    {
      "field": "findings",
      "sentence": "选了“没有变化”，又有不正常的项目，请改正其中一处。",
      "when": [
        {
          "field": "no_change",
          "in": [
            true
          ]
        },
        {
          "field": "findings",
          "in": [
            "changed",
            "problem"
          ]
        }
      ]
    },
    {
      "field": "findings",
      "sentence": "请逐项选择查看情况，或选“没有变化”。",
      "when": [
        {
          "field": "no_change",
          "in": [
            false,
            null
          ]
        },
        {
          "empty": true,
          "field": "findings"
        }
      ]
    },
    {
      "field": "risk_reasons",
      "sentence": "请写明评为这一风险等级的理由。",
      "when": [
        {
          "field": "risk",
          "in": [
            "high",
            "medium"
          ]
        },
        {
          "empty": true,
          "field": "risk_reasons"
        }
      ]
    },
    {
      "each": "findings",
      "field": "notes.{point}",
      "sentence": "{point}有问题，请写明情况。",
      "when": [
        {
          "field": "findings.{point}",
          "in": [
            "problem"
          ]
        },
        {
          "empty": true,
          "field": "notes.{point}"
        }
      ]
    }
  ]
};

export const phone: PhoneRecord = {
  "day": "on",
  "discharges": [
    "visit"
  ],
  "feed": "visits",
  "form": "VisitIn",
  "ownPage": true,
  "sends": "care.record_visit",
  "shows": [
    {
      "name": "visitor_name",
      "title": "走访人"
    },
    {
      "name": "recorded_at",
      "title": "recorded at"
    }
  ],
  "title": "走访记录"
};
