import argparse,subprocess,sys,json,time
from tests.bench.world import world, PROVINCE
p=argparse.ArgumentParser(); p.add_argument("--children",type=int,default=100_000)
n=p.parse_args().children
with world() as w:
    from tests.bench import workbook
    from hutong.config import clock
    t=time.time(); f=w.folder/"ledger.xlsx"
    workbook.write(f,n,PROVINCE,"吉林省",clock.today()); print("gen",time.time()-t, f.stat().st_size, flush=True)
    r=subprocess.run([sys.executable,"-m","tests.bench.taking_in",str(f),str(PROVINCE),w.province.staff_number],capture_output=True,text=True)
    print(r.stdout,r.stderr[-3000:])
