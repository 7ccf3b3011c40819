"""The child's papers: 儿童信息卡 on one page, and the whole file 一人一档. Sealed facts are on none of them."""
