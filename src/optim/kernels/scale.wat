;; x <- factor x, in place.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $vector i32) ;; byte offset
    (param $length i32) ;; in elements
    (param $factor f32)
    (local $end i32)
    (local $factors v128)
    (local.set $factors (f32x4.splat (local.get $factor)))
    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const -4)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (v128.store (local.get $vector) (f32x4.mul (v128.load (local.get $vector)) (local.get $factors)))
        (local.set $vector (i32.add (local.get $vector) (i32.const 16)))
        (br $next)))

    (local.set $end
      (i32.add (local.get $vector) (i32.shl (i32.and (local.get $length) (i32.const 3)) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $vector) (local.get $end)))
        (f32.store (local.get $vector) (f32.mul (f32.load (local.get $vector)) (local.get $factor)))
        (local.set $vector (i32.add (local.get $vector) (i32.const 4)))
        (br $next)))))
