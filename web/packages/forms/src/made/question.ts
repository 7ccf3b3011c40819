// Made by `hutong records` from hutong/care/questions/record.py; never edited.
import type { FormSchema } from "../schema.ts";

export const QuestionIn: FormSchema = {
  "properties": {
    "text": {
      "description": "问一件能当面问清的事；会显示在村里的手机上，不要写密封事项",
      "maxLength": 80,
      "title": "要问的事",
      "type": "string",
      "x-order": 0
    }
  },
  "required": [
    "text"
  ],
  "type": "object",
  "x-refuse": []
};
