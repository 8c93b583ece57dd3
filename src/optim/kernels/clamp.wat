;; x <- min(max(x, -limit), limit), in place. A NaN stays a NaN: pmin and pmax return their first operand unless the
;; second compares as smaller or larger.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $vector i32) ;; byte offset
    (param $length i32) ;; in elements
    (param $limit f32)
    (local $end i32)
    (local $highest v128)
    (local $lowest v128)
    (local.set $highest (f32x4.splat (local.get $limit)))
    (local.set $lowest (f32x4.neg (local.get $highest)))
    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const -4)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (v128.store
          (local.get $vector)
          (f32x4.pmax
            (f32x4.pmin (v128.load (local.get $vector)) (local.get $highest))
            (local.get $lowest)))
        (local.set $vector (i32.add (local.get $vector) (i32.const 16)))
        (br $next)))

    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const 3)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (f32.store
          (local.get $vector)
          (f32.max
            (f32.min (f32.load (local.get $vector)) (local.get $limit))
            (f32.neg (local.get $limit))))
        (local.set $vector (i32.add (local.get $vector) (i32.const 4)))
        (br $next)))))
