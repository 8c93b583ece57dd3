;; The sum of squares of a vector, in double precision: no finite float32 vector overflows it, and millions of entries
;; lose no digits. Eight entries a turn, four pairs of partial sums.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $vector i32) ;; byte offset
    (param $length i32) ;; in elements
    (result f64)
    (local $end i32)
    (local $pair v128)
    (local $sum0 v128)
    (local $sum1 v128)
    (local $sum2 v128)
    (local $sum3 v128)
    (local $total f64)
    (local $x f64)
    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const -8)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $vector))))
        (local.set $sum0 (f64x2.add (local.get $sum0) (f64x2.mul (local.get $pair) (local.get $pair))))
        (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $vector))))
        (local.set $sum1 (f64x2.add (local.get $sum1) (f64x2.mul (local.get $pair) (local.get $pair))))
        (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $vector))))
        (local.set $sum2 (f64x2.add (local.get $sum2) (f64x2.mul (local.get $pair) (local.get $pair))))
        (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $vector))))
        (local.set $sum3 (f64x2.add (local.get $sum3) (f64x2.mul (local.get $pair) (local.get $pair))))
        (local.set $vector (i32.add (local.get $vector) (i32.const 32)))
        (br $next)))
    (local.set $sum0
      (f64x2.add
        (f64x2.add (local.get $sum0) (local.get $sum1))
        (f64x2.add (local.get $sum2) (local.get $sum3))))
    (local.set $total
      (f64.add (f64x2.extract_lane 0 (local.get $sum0)) (f64x2.extract_lane 1 (local.get $sum0))))

    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const 7)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (local.set $x (f64.promote_f32 (f32.load (local.get $vector))))
        (local.set $total (f64.add (local.get $total) (f64.mul (local.get $x) (local.get $x))))
        (local.set $vector (i32.add (local.get $vector) (i32.const 4)))
        (br $next)))
    (local.get $total)))
