"""S2-3: exchange with 全国农村留守儿童和困境儿童信息管理系统: what changed goes out in batches, receipts and rosters come back."""
