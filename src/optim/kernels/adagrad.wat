;; One Adagrad step in one pass over three vectors, in place:
;;   g <- g + weightDecay p
;;   s <- s + g g
;;   p <- p - learningRate g / (sqrt(s + initial) + epsilon)
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $sum i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $weightDecay f32) (param $initial f32) (param $epsilon f32) (param $learningRate f32)
    (local $end i32)
    (local $p v128)
    (local $g v128)
    (local $s v128)
    (local $weightDecays v128)
    (local $initials v128)
    (local $epsilons v128)
    (local $learningRates v128)
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $initials (f32x4.splat (local.get $initial)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $learningRates (f32x4.splat (local.get $learningRate)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (local.set $g
        (f32x4.add (v128.load (local.get $gradients)) (f32x4.mul (local.get $weightDecays) (local.get $p))))

      (local.set $s (f32x4.add (v128.load (local.get $sum)) (f32x4.mul (local.get $g) (local.get $g))))
      (v128.store (local.get $sum) (local.get $s))

      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (local.get $p)
          (f32x4.div
            (f32x4.mul (local.get $learningRates) (local.get $g))
            (f32x4.add
              (f32x4.sqrt (f32x4.add (local.get $s) (local.get $initials)))
              (local.get $epsilons)))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $sum (i32.add (local.get $sum) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
